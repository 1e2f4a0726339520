import { applyOutcome, askAgain } from './apply-outcome.ts'
import { tell } from './ask-question.ts'
import { carryOver } from './carry-over.ts'
import type { Command } from './flow.ts'
import { isQuestion } from './is-question.ts'
import type { Sprint } from './sprint.ts'
import { isValidAnswer } from './valid-answers.ts'
import { beginFlow, walk, without } from './walk.ts'

/** Does what the engine's own words ask for, in any step of any flow. */
export function obeyCommand(sprint: Sprint, command: Command): void {
  sprint.state = { ...sprint.state, misses: 0 }
  obey[command](sprint)
}

const obey: Record<Command, (sprint: Sprint) => void> = {
  back: goBack,
  restart(sprint) {
    const [bottom] = sprint.state.frames.slice(0, sprint.ownDepth())
    if (!bottom) return home(sprint, 'nothing.restart')
    sprint.cutTo(0)
    sprint.lead(sprint.text('restarted'))
    beginFlow(sprint, bottom.flow, {})
  },
  stop: (sprint) => askWhatToStop(sprint, sprint.state.frames.length > 0),
  leave: (sprint) => askWhatToStop(sprint, true),
  follow_news: (sprint) => press(sprint, 'w.on'),
  stop_news: (sprint) => press(sprint, 'w.off'),
  resume(sprint) {
    const { left, frames } = sprint.state
    if (frames.length) return askAgain(sprint)
    if (!left?.length) {
      // A chat of several people is nobody's, so it is joined to none.
      if (sprint.state.group) return home(sprint, 'nothing.resume')
      sprint.ask = { kind: 'joined_places' }
      return
    }
    sprint.takeUp()
    sprint.lead(sprint.text('resumed'))
    // What was left a while ago may be of an older version, or gone; what was brought has not been walked yet.
    if (carryOver(sprint)) return
    if (sprint.open()) askAgain(sprint)
    else walk(sprint, 0)
  },
  help(sprint) {
    const open = sprint.open()
    if (!open || !isQuestion(open.step)) return home(sprint, 'help.home')
    const { help } = open.step
    sprint.lead(help && tell(help, sprint.scope()), sprint.text('help.words'))
    askAgain(sprint)
  },
  repeat: askAgain,
  change(sprint) {
    const own = sprint.ownDepth()
    if (own) sprint.leave(sprint.state.frames.slice(0, own))
    sprint.cutTo(0)
    applyOutcome(sprint, sprint.knowledge.respond({ kind: 'home' }, sprint.scope()))
  },
  human: (sprint) => press(sprint, 'c.human'),
  language: (sprint) => speak(sprint, sprint.state.lang === 'vi' ? 'en' : 'vi'),
  vietnamese: (sprint) => speak(sprint, 'vi'),
  english: (sprint) => speak(sprint, 'en'),
  my_data: (sprint) => press(sprint, 'c.my_data'),
  my_dossiers: (sprint) => press(sprint, 'd.all'),
  join: (sprint) => press(sprint, 'o.yes'),
  keep_apart: (sprint) => press(sprint, 'o.no'),
  not_me: (sprint) => press(sprint, 'o.not_me'),
}

/**
 * What is to be stopped, what is under way here or the ward's news, depends on what came last.
 * @param doubtful only in answer to an announcement is it meant for those
 */
function askWhatToStop(sprint: Sprint, doubtful: boolean): void {
  // In a chat of several people nobody follows anything.
  if (sprint.state.group) return stopHere(sprint)
  sprint.ask = { kind: 'stop_following', what: 'all', ...(doubtful ? { guide: true } : { bare: true }) }
}

/**
 * Leaves what came between, else the guide, to be taken up again later.
 * @param news.follows the ward's news goes on
 */
export function stopHere(sprint: Sprint, news: { follows?: true } = {}): void {
  const own = sprint.ownDepth()
  if (own < sprint.state.frames.length) return leaveAside(sprint, own)
  const [bottom] = sprint.state.frames
  const compiled = bottom && sprint.flowOf(bottom)
  if (!bottom || !compiled) return news.follows ? stillFollows(sprint) : home(sprint, 'nothing.stop')
  const title = tell(compiled.flow.title, sprint.scope(bottom.answers))
  sprint.leave(sprint.state.frames)
  sprint.cutTo(0)
  sprint.push({
    blocks: [{ kind: 'text', text: sprint.text('stopped', { guide: title }) }],
    choices: [{ label: sprint.text('choice.resume'), ref: 'c.resume' }],
  })
}

/** Whoever says "thôi" to nothing may well mean the news. */
function stillFollows(sprint: Sprint): void {
  sprint.push({
    blocks: [{ kind: 'text', text: sprint.text('nothing.stop.follows') }],
    choices: [{ label: sprint.text('follow.choice.off'), ref: 'w.off' }],
  })
}

/** Words that stand for a button. */
function press(sprint: Sprint, ref: string): void {
  applyOutcome(sprint, sprint.knowledge.respond({ kind: 'button', ref }, sprint.scope()))
}

/** Changes the language; the open question is asked again in it. */
export function speak(sprint: Sprint, lang: 'vi' | 'en'): void {
  sprint.set({ lang })
  sprint.lead(sprint.text('language.set'))
  // A list that is open says nothing in the other language; what can be done is shown again in it.
  askAgain(sprint)
}

function home(sprint: Sprint, key: string): void {
  sprint.lead(sprint.text(key))
  applyOutcome(sprint, sprint.knowledge.respond({ kind: 'home' }, sprint.scope()))
}

/** Leaves what had come between (an erasure, a reminder, a change of guide) and goes on where one was. */
function leaveAside(sprint: Sprint, own: number): void {
  const frame = sprint.top
  const left = frame && sprint.flowOf(frame)?.flow.left
  const said = left ? tell(left, sprint.scope()) : sprint.text('stopped.aside')
  sprint.cutTo(own)
  sprint.lead(said)
  askAgain(sprint)
}

/** A guide just finished is opened again at its end, so that its last answer can be taken back. */
function reopen(sprint: Sprint): void {
  const last = sprint.state.finished?.at(-1)
  const compiled = last && sprint.knowledge.flow(last.flow, sprint.scope(last.answers))
  const end = compiled?.flow.steps.at(-1)
  if (!last || !compiled || !end || compiled.flow.version !== last.version) return
  const { flow, version, run, answers } = last
  sprint.state = { ...sprint.state, frames: [{ flow, version, run, answers, step: end.id }] }
}

/** Takes back the last answer given before the open question, be it in the flow that called this one. */
function goBack(sprint: Sprint): void {
  if (!sprint.state.frames.length) reopen(sprint)
  const open = sprint.open()
  if (!open) return home(sprint, 'nothing.back')
  for (let at = open.at - 1; at >= 0; at--) {
    const step = open.compiled.flow.steps[at]
    const answer = step && open.frame.answers[step.id]
    if (!step || answer === undefined || !isQuestion(step)) continue
    if (!isValidAnswer(step, answer, sprint.scope())) continue
    sprint.replaceTop({ ...open.frame, step: step.id, answers: without(open.frame.answers, [step.id]) })
    walk(sprint, at)
    return
  }
  if (sprint.state.frames.length > 1) {
    sprint.cutTo(sprint.state.frames.length - 1)
    // Out of a question that had come between, back is where one was; out of a called flow, one answer further.
    return sprint.open()?.step.kind === 'call' ? goBack(sprint) : askAgain(sprint)
  }
  sprint.lead(sprint.text('first_question'))
  askAgain(sprint)
}
