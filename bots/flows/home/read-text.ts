import { fold } from '../../../knowledge/matching/fold.ts'
import type { Aspect, Match } from '../../../knowledge/matching/match.ts'
import { tell } from '../../dialogue/ask-question.ts'
import type { CompiledFlow, Heard, Outcome, Scope } from '../../dialogue/flow.ts'
import { isQuestion } from '../../dialogue/is-question.ts'
import { guidedCode } from '../guide/build-guide.ts'
import { beginGuide } from './begin-guide.ts'
import { callForHelp } from './call-for-help.ts'
import { followIntent } from './follow-intent.ts'
import { procedureChoices, showHome } from './greet.ts'
import type { HomeWorld } from './home-world.ts'
import { cancelReminders } from './press-button.ts'
import { readResumeCode } from './read-resume-code.ts'
import { say } from './say.ts'

type HeardText = Extract<Heard, { kind: 'text' }>

/** A text that was no answer and no command: an emergency, a question, a procedure, a wish, or not understood. */
export function readText(heard: HeardText, scope: Scope, world: HomeWorld): Outcome {
  const { match, text } = heard
  if (match.intents.includes('emergency')) return callForHelp(match.call, scope)
  const code = readResumeCode(text)
  if (code)
    return scope.state.group ? say(scope.text('group.private')) : { ask: { kind: 'redeem_code', code } }
  if (/^\s*(?:mã|ma|code)\W*$/iu.test(text)) return followIntent('resume_code', scope, world)
  if (/^(?:thoi )?(?:bo|huy|khoi|khong can)(?: loi| viec)? nhac\b/.test(fold(text)))
    return cancelReminders(scope)
  const guide = heard.flow ? guidedCode(heard.flow.flow.id) : undefined
  const named = match.decision === 'procedure' ? world.current(match.procedures[0]?.code ?? '') : undefined
  if (guide) return insideGuide(guide, named, heard, scope, world)
  if (named) return namedAtHome(named, match.aspect, scope, world)
  if (match.decision === 'intent' && match.intent) return followIntent(match.intent, scope, world)
  if (!/\p{L}/u.test(text)) return missed(scope, world)
  const offered = match.decision === 'choices' ? procedureChoices(codesOf(match, world), scope, world) : []
  if (offered.length && !scope.state.frames.length) {
    return say(scope.text(offered.length > 1 ? 'which_of' : 'which_one'), [
      ...offered,
      { label: scope.text('choice.human'), ref: 'c.human', wayOut: true },
    ])
  }
  return aboutLast(match.aspect, scope, world) ?? missed(scope, world)
}

/** The place in the guide is kept whatever is asked; only another procedure is asked back about. */
function insideGuide(
  guide: string,
  named: string | undefined,
  { match, flow, text }: HeardText,
  scope: Scope,
  world: HomeWorld,
): Outcome {
  const other = named && named !== guide ? named : undefined
  if (match.aspect) {
    const blocks = other
      ? world.about(other, match.aspect, scope.over({}))
      : flow?.flow.about?.(match.aspect, scope)
    if (blocks) return { replies: [{ blocks }] }
  }
  const meant = other ?? (match.decision === 'choices' ? codesOf(match, world)[0] : undefined)
  if (meant && isAskedAbout(meant, flow, scope) && !wish.test(fold(text))) return { missed: true }
  if (meant) return beginGuide(meant, scope, world)
  if (match.intent && match.decision === 'intent') return followIntent(match.intent, scope, world)
  return { missed: true }
}

const wish = /\b(?:muon|can lam|xin|chuyen|doi sang|thu tuc|want|would like|need to)\b/

/** "Cưới rồi" to "đã đăng ký kết hôn chưa?" is a try at an answer and no wish to register a marriage. */
function isAskedAbout(code: string, flow: CompiledFlow | undefined, scope: Scope): boolean {
  const open = scope.state.frames.at(-1)?.step
  const step = flow?.flow.steps.find(({ id }) => id === open)
  if (!step || !isQuestion(step)) return false
  return scope.knowledge.match(tell(step.ask, scope)).procedures.some((asked) => asked.code === code)
}

/** Which papers are needed depends on the case, so that question begins the guide; others are answered at once. */
function namedAtHome(code: string, aspect: Aspect | null, scope: Scope, world: HomeWorld): Outcome {
  if (!aspect || aspect === 'papers') return beginGuide(code, scope, world)
  const blocks = world.about(code, aspect, scope.over({})) ?? []
  return {
    replies: [
      {
        blocks: [
          ...blocks,
          { kind: 'text', text: scope.text(scope.state.group ? 'group.private' : 'about.begin') },
        ],
        ...(scope.state.group ? {} : { choices: [{ label: scope.text('choice.begin'), ref: `b.${code}` }] }),
      },
    ],
  }
}

/** "bao nhiêu tiền?" after a guide is about that guide. */
function aboutLast(aspect: Aspect | null, scope: Scope, world: HomeWorld): Outcome | undefined {
  const last = scope.state.finished?.at(-1)
  const code = last && world.codeOf(last.flow)
  const blocks = aspect && last && code ? world.about(code, aspect, scope.over(last.answers)) : undefined
  return blocks && { replies: [{ blocks }] }
}

function codesOf(match: Match, world: HomeWorld): string[] {
  return match.procedures.slice(0, 3).flatMap(({ code }) => world.current(code) ?? [])
}

function missed(scope: Scope, world: HomeWorld): Outcome {
  const misses = scope.state.misses ?? 0
  const key = misses === 0 ? 'miss.home.first' : misses === 1 ? 'miss.home.second' : 'miss.home.third'
  const home = showHome(scope, world)
  const human = { label: scope.text('choice.human'), ref: 'c.human', wayOut: true as const }
  return {
    missed: true,
    replies: [
      {
        blocks: [{ kind: 'text', text: scope.text(key, { hotline: world.hotline }) }],
        choices: [...(home.choices ?? []), ...(misses >= 2 ? [human] : [])],
      },
    ],
  }
}
