import { askQuestion } from './ask-question.ts'
import type { Outcome } from './flow.ts'
import { isQuestion } from './is-question.ts'
import type { Reply } from './reply.ts'
import type { Sprint } from './sprint.ts'
import { keepValid } from './valid-answers.ts'
import { beginFlow, walk } from './walk.ts'

/** Below this many characters an answer beside the guide and the open question fit into one message. */
const oneMessage = 350

/** Carries out what the home answered, then comes back to the open question. */
export function applyOutcome(sprint: Sprint, outcome: Outcome): void {
  if (outcome.secret) sprint.secret = true
  if (outcome.ask) {
    sprint.ask = outcome.ask
    return
  }
  if (outcome.leaves !== undefined && sprint.top?.flow === outcome.leaves)
    sprint.cutTo(sprint.state.frames.length - 1)
  if (outcome.set) sprint.set(outcome.set)
  if (outcome.effects) sprint.effects.push(...outcome.effects)
  const { begin, bring, replies = [] } = outcome
  if (bring) {
    sayFirst(sprint, replies)
    return bringBeside(sprint, bring)
  }
  if (begin) {
    sayFirst(sprint, replies)
    return begin.keep ? beginAside(sprint, begin) : beginAnew(sprint, begin)
  }
  if (sprint.state.frames.length && !outcome.quiet) {
    sayFirst(sprint, replies)
    askAgain(sprint)
  } else {
    sprint.push(...replies)
  }
}

/** Said before a question that follows: within its message when that is short. */
function sayFirst(sprint: Sprint, replies: readonly Reply[]): void {
  const [only] = replies
  if (replies.length === 1 && only && isShort(only)) sprint.lead(...textsOf(only))
  else sprint.push(...replies)
}

/** A question that comes between: it takes the place of another one of its kind, and leaves the guide's alone. */
function beginAside(sprint: Sprint, { flow, answers = {} }: NonNullable<Outcome['begin']>): void {
  sprint.cutTo(sprint.ownDepth())
  if (sprint.state.frames.some((frame) => frame.flow === flow)) return askAgain(sprint)
  beginFlow(sprint, flow, answers)
}

/** Another guide: the one under way can be gone on with later. */
function beginAnew(sprint: Sprint, { flow, answers = {}, next }: NonNullable<Outcome['begin']>): void {
  const own = sprint.state.frames.slice(0, sprint.ownDepth())
  if (own[0] && own[0].flow !== flow) sprint.leave(own)
  sprint.cutTo(0)
  sprint.set({ next })
  beginFlow(sprint, flow, answers)
}

/** A guide from elsewhere waits like one that was left, while the person is asked which to go on with. */
function bringBeside(sprint: Sprint, { flow, answers, ask }: NonNullable<Outcome['bring']>): void {
  const compiled = sprint.knowledge.flow(flow, sprint.scope(answers))
  if (!compiled) throw new Error(`there is no flow ${flow}`)
  sprint.cutTo(sprint.ownDepth())
  if (sprint.state.frames.length === 0) sprint.takeUp()
  const here = sprint.state.frames
  sprint.cutTo(0)
  sprint.pushFrame(compiled, keepValid(compiled, answers, sprint.scope(answers)))
  sprint.leave(sprint.state.frames)
  sprint.state = { ...sprint.state, frames: here }
  beginFlow(sprint, ask, {})
}

/** Asks the open question again, as it stands. */
export function askAgain(sprint: Sprint): void {
  const open = sprint.open()
  if (!open) {
    const outcome = sprint.knowledge.respond({ kind: 'home' }, sprint.scope())
    sprint.push(...(outcome.replies ?? []))
  } else if (isQuestion(open.step)) askQuestion(sprint, open.compiled, open.at, open.step)
  else walk(sprint, open.at)
}

function isShort(reply: Reply): boolean {
  const texts = textsOf(reply)
  return (
    !reply.choices?.length &&
    texts.length === reply.blocks.length &&
    texts.reduce((length, text) => length + text.length, 0) < oneMessage
  )
}

function textsOf(reply: Reply): string[] {
  return reply.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []))
}
