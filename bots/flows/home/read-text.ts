import { fold } from '../../../knowledge/matching/fold.ts'
import type { Aspect, Intent, Match } from '../../../knowledge/matching/match.ts'
import { tell } from '../../dialogue/ask-question.ts'
import type { CompiledFlow, Heard, Outcome, Scope } from '../../dialogue/flow.ts'
import { humanChoice } from '../../dialogue/human-choice.ts'
import { isQuestion } from '../../dialogue/is-question.ts'
import type { Choice } from '../../dialogue/reply.ts'
import { readDeskWords } from '../announce/read-desk-words.ts'
import { hearDossierCode } from '../dossier/hear-dossier-code.ts'
import { hearOpenDossier } from '../dossier/hear-open-dossier.ts'
import { hearStopWish } from '../dossier/hear-stop-wish.ts'
import { hearFollowWish } from '../follow/hear-follow-wish.ts'
import { hearGroupName } from '../follow/hear-group-name.ts'
import { guidedCode } from '../guide/build-guide.ts'
import { tellAspect } from './answer-aspect.ts'
import { answerFeedback } from './answer-feedback.ts'
import { beginGuide } from './begin-guide.ts'
import { callForHelp } from './call-for-help.ts'
import { followIntent } from './follow-intent.ts'
import { procedureChoices, showHome } from './greet.ts'
import { hearCode } from './hear-code.ts'
import type { HomeWorld } from './home-world.ts'
import { showLifeEvent } from './list-procedures.ts'
import { beginByCode } from './open-at.ts'
import { cancelReminders, pressButton } from './press-button.ts'
import { say } from './say.ts'

type HeardText = Extract<Heard, { kind: 'text' }>

/** A text that was no answer and no command: an emergency, a question, a procedure, a wish, or not understood. */
export function readText(heard: HeardText, scope: Scope, world: HomeWorld): Outcome {
  const { match, text } = heard
  if (match.intents.includes('emergency')) return callForHelp(match.call, scope)
  const desk = heard.plain || scope.state.group ? undefined : readDeskWords(text)
  if (desk) return { ask: desk }
  const code =
    hearFollowWish(text, scope, world) ??
    hearStopWish(text, scope) ??
    hearDossierCode(text, scope) ??
    hearCode(text, scope)
  if (code) return code
  if (/^\s*(?:mã|ma|code)\W*$/iu.test(text)) return followIntent('resume_code', scope, world)
  if (/^(?:thoi )?(?:bo|huy|khoi|khong can)(?: loi| viec)? nhac\b/.test(fold(text)))
    return cancelReminders(scope)
  if (/^(?:thoi )?(?:bo|huy|ngung) (?:noi|lien ket)\b|^unlink\b/.test(fold(text)))
    return pressButton('c.my_data', scope, world)
  const guide = heard.flow ? guidedCode(heard.flow.flow.id) : undefined
  const named = match.decision === 'procedure' ? world.current(match.procedures[0]?.code ?? '') : undefined
  const typed = /(?<![\d.])\d\.\d{6}(?![\d.])/.exec(text)?.[0]
  const byCode = typed === undefined ? undefined : world.current(typed)
  if (guide) return insideGuide(guide, byCode ?? named, heard, scope, world)
  if (typed && byCode) return beginByCode(typed, byCode, scope, world)
  if (named) return namedAtHome(named, match, scope, world)
  const shown = hearOpenDossier(text, match, scope)
  if (shown) return shown
  if (match.decision === 'intent' && match.intent) return meantAs(match, match.intent, scope, world)
  if (!/\p{L}/u.test(text)) return missed(scope, world)
  const group = hearGroupName(text, match, scope)
  if (group) return group
  const referral = referredTo(match, scope, world)
  if (referral) return referral
  const event = world.lifeEvents.find(({ id }) => id === match.lifeEvent)
  if (event && match.decision === 'choices') return showLifeEvent(event, scope, world)
  const offered = match.decision === 'choices' ? choicesFor(match, scope, world) : []
  if (offered.length && !scope.state.frames.length) {
    return say(scope.text(offered.length > 1 ? 'which_of' : 'which_one'), [...offered, humanChoice(scope)])
  }
  return aboutLast(match.aspect, scope, world) ?? ofWhich(match.aspect, scope, world) ?? missed(scope, world)
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
  if (meant) return beginGuide(meant, scope, world, { others: other ? othersOf(match, meant, world) : [] })
  if (match.intent && match.decision === 'intent') return meantAs(match, match.intent, scope, world)
  return referredTo(match, scope, world) ?? { missed: true }
}

function meantAs(match: Match, intent: Intent, scope: Scope, world: HomeWorld): Outcome {
  return intent === 'feedback'
    ? answerFeedback(match.feedback, scope, world)
    : followIntent(intent, scope, world)
}

/** Not the ward's business, but known whose. */
function referredTo({ decision, referral }: Match, scope: Scope, world: HomeWorld): Outcome | undefined {
  const answer = decision === 'none' && referral ? world.referral(referral, scope) : undefined
  return answer === undefined ? undefined : say(answer)
}

const wish = /\b(?:muon|can lam|xin|chuyen|doi sang|thu tuc|want|would like|need to)\b/

/** "Cưới rồi" to "đã đăng ký kết hôn chưa?" is a try at an answer and no wish to register a marriage. */
function isAskedAbout(code: string, flow: CompiledFlow | undefined, scope: Scope): boolean {
  const open = scope.state.frames.at(-1)?.step
  const step = flow?.flow.steps.find(({ id }) => id === open)
  if (!step || !isQuestion(step)) return false
  return scope.knowledge.match(tell(step.ask, scope)).procedures.some((asked) => asked.code === code)
}

/**
 * Which papers are needed depends on the case, so that question begins the guide; others are answered at once. Of
 * several procedures named in one breath each is served, in the order named.
 */
function namedAtHome(named: string, match: Match, scope: Scope, world: HomeWorld): Outcome {
  const { aspect } = match
  const codes = [named, ...othersOf(match, named, world)]
  const former = match.formerName && world.nowCalled(named, match.formerName, scope)
  const outcome =
    !aspect || aspect === 'papers' ? beginAll(codes, scope, world) : tellAspect(codes, aspect, scope, world)
  return withLead(outcome, former)
}

/** What was named in the same breath. */
function othersOf({ also = [] }: Match, named: string, world: HomeWorld): string[] {
  return also.flatMap((code) => world.current(code) ?? []).filter((one) => one !== named)
}

function beginAll(codes: readonly string[], scope: Scope, world: HomeWorld): Outcome {
  const [first = '', ...others] = codes
  if (scope.state.group && others.length) return tellAspect(codes, 'papers', scope, world)
  const outcome = beginGuide(first, scope, world, { others })
  if (others.length === 0 || !outcome.begin || outcome.begin.keep) return outcome
  const order = codes.map((code) => `“${world.nameOf(code, scope)}”`).join(', ')
  return withLead(outcome, scope.text('guide.several', { order }))
}

/** A sentence before everything else. */
function withLead(outcome: Outcome, text: string | undefined): Outcome {
  if (!text) return outcome
  const lead = { kind: 'text' as const, text }
  const [first, ...rest] = outcome.replies ?? []
  return {
    ...outcome,
    replies: first ? [{ ...first, blocks: [lead, ...first.blocks] }, ...rest] : [{ blocks: [lead] }],
  }
}

/** "bao nhiêu tiền?" after a guide is about that guide. */
function aboutLast(aspect: Aspect | null, scope: Scope, world: HomeWorld): Outcome | undefined {
  const last = scope.state.finished?.at(-1)
  const code = last && world.codeOf(last.flow)
  const blocks = aspect && last && code ? world.about(code, aspect, scope.over(last.answers)) : undefined
  return blocks && { replies: [{ blocks }] }
}

/** What is asked about them is answered once it is known which is meant. */
function choicesFor(match: Match, scope: Scope, world: HomeWorld): Choice[] {
  const codes = codesOf(match, world)
  return match.aspect
    ? choicesAbout(codes, match.aspect, scope, world)
    : procedureChoices(codes, scope, world)
}

/** Which papers are needed depends on the case, so a question about them begins the guide. */
function choicesAbout(codes: readonly string[], aspect: Aspect, scope: Scope, world: HomeWorld): Choice[] {
  const choices = procedureChoices(codes, scope, world)
  if (aspect === 'papers') return choices
  return choices.map(({ label, ref }) => ({ label, ref: `a.${aspect}.${ref.slice(2)}` }))
}

function codesOf(match: Match, world: HomeWorld): string[] {
  return match.procedures.slice(0, 3).flatMap(({ code }) => world.current(code) ?? [])
}

/** "Mất bao nhiêu tiền?" of nothing in particular: asked back, and answered by the button. */
function ofWhich(aspect: Aspect | null, scope: Scope, world: HomeWorld): Outcome | undefined {
  if (!aspect || scope.state.group) return undefined
  return say(scope.text('about.which'), choicesAbout(world.featured, aspect, scope, world))
}

function missed(scope: Scope, world: HomeWorld): Outcome {
  const misses = scope.state.misses ?? 0
  const key = misses === 0 ? 'miss.home.first' : misses === 1 ? 'miss.home.second' : 'miss.home.third'
  const home = showHome(scope, world)
  return {
    missed: true,
    replies: [
      {
        blocks: [{ kind: 'text', text: scope.text(key, { hotline: world.hotline }) }],
        choices: [...(home.choices ?? []), ...(misses >= 2 ? [humanChoice(scope)] : [])],
      },
    ],
  }
}
