import { fold } from '../../knowledge/matching/fold.ts'
import { acceptAnswer } from './accept-answer.ts'
import { applyOutcome } from './apply-outcome.ts'
import { askQuestion, choicesOf } from './ask-question.ts'
import { prepareBoth } from './compile-flow.ts'
import type { CompiledFlow, FlowChoice, QuestionStep, Scope } from './flow.ts'
import { hearTap } from './hear-tap.ts'
import { isQuestion } from './is-question.ts'
import { obeyCommand } from './obey-command.ts'
import type { Reply } from './reply.ts'
import type { Sprint } from './sprint.ts'
import { prepareChoices, understandAnswer, understandMany } from './understand-answer.ts'

/** Longer than anything a person types by hand: it is answered, but not read to its end. */
const longest = 2000

/**
 * A text: a command, the answer to the open question, one of the things last offered, a question of its own,
 * or not understood: in this order.
 */
export function hearText(sprint: Sprint, typed: string): void {
  const text = typed.slice(0, longest)
  if (fold(text) === '') return miss(sprint, sprint.text('miss.unreadable'))
  const command = sprint.knowledge.command(text)
  // "làm tiếp" may also be the label of a choice: as a command it counts only when it is no answer.
  if (command && command !== 'resume') return obeyCommand(sprint, command)
  const open = sprint.open()
  const question = open && isQuestion(open.step) ? open.step : undefined
  let why: string | undefined
  let offer: readonly FlowChoice[] | undefined
  if (open && question) {
    const heard = hearAnswer(question, open.compiled, text, sprint.scope(), open.frame.picked)
    if (heard.kind === 'answer') {
      sprint.state = { ...sprint.state, misses: 0 }
      return acceptAnswer(
        sprint,
        sprint.state.frames.length - 1,
        open.compiled,
        open.at,
        question,
        heard.value,
      )
    }
    if (heard.kind === 'unusable') ({ why, offer } = heard)
  }
  const offered = hearOffered(sprint, text)
  if (offered) return hearTap(sprint, offered)
  if (command) return obeyCommand(sprint, command)
  const match = sprint.knowledge.match(text)
  const outcome = sprint.knowledge.respond(
    { kind: 'text', text, match, flow: open?.compiled },
    sprint.scope(),
  )
  if (!outcome.missed) {
    sprint.state = { ...sprint.state, misses: 0 }
    return applyOutcome(sprint, outcome)
  }
  miss(sprint, why, offer, outcome.replies)
}

type HeardAnswer =
  | { kind: 'answer'; value: string | number | string[] }
  | { kind: 'unusable'; why?: string; offer?: readonly FlowChoice[] }

function hearAnswer(
  step: QuestionStep,
  compiled: CompiledFlow,
  text: string,
  scope: Scope,
  picked: readonly string[] = [],
): HeardAnswer {
  const choices = choicesOf(step, scope)
  const prepared = (compiled.prepared.get(step.id) ?? prepareBoth(choices))[scope.lang]
  if (step.kind === 'many') {
    const said = understandMany(text, prepared)
    const indexes = said.kind === 'chosen' ? [said.index] : said.kind === 'several' ? said.indexes : undefined
    if (!indexes) return { kind: 'unusable' }
    const ids = indexes.flatMap((index) => choices[index]?.id ?? [])
    return { kind: 'answer', value: [...new Set([...picked, ...ids])] }
  }
  const said = understandAnswer(text, prepared)
  const chosen = said.kind === 'chosen' ? choices[said.index] : undefined
  if (chosen) return { kind: 'answer', value: chosen.id }
  if (step.kind === 'choice') {
    if (said.kind === 'number_not_offered') {
      const count = choices.filter(({ wayOut }) => !wayOut).length
      return { kind: 'unusable', why: scope.text('miss.number', { number: said.number, count }) }
    }
    return said.kind === 'several'
      ? { kind: 'unusable', why: scope.text('miss.several') }
      : { kind: 'unusable' }
  }
  const reading = step.read(text, scope)
  return reading.ok
    ? { kind: 'answer', value: reading.value }
    : { kind: 'unusable', why: reading.say, ...(reading.offer ? { offer: reading.offer } : {}) }
}

/** What was offered last may be typed as its number or label. */
function hearOffered(sprint: Sprint, text: string): string | undefined {
  const { offer } = sprint.state
  if (!offer?.length) return undefined
  const scope = sprint.scope()
  const labels = offer.map((ref) => ({ ref, label: labelOf(sprint, ref, scope) }))
  const known = labels.filter((one): one is { ref: string; label: string } => one.label !== undefined)
  const said = understandAnswer(text, prepareChoices(known.map(({ label }) => ({ label }))))
  return said.kind === 'chosen' ? known[said.index]?.ref : undefined
}

function labelOf(sprint: Sprint, ref: string, scope: Scope): string | undefined {
  const open = sprint.open()
  if (!ref.startsWith('g') || !open || !isQuestion(open.step)) return sprint.knowledge.label(ref, scope)
  const value = ref.slice(ref.indexOf('.', ref.indexOf('.') + 1) + 1)
  const own = choicesOf(open.step, scope).find(({ id }) => id === value)
  if (own) return own.label[scope.lang]
  return 'show' in open.step ? open.step.show?.(value, scope) : undefined
}

/**
 * Not understood: said kindly, then in other words, and the third time with a way to a person.
 * @param why what exactly could not be used, when that is known
 */
function miss(sprint: Sprint, why?: string, offer?: readonly FlowChoice[], atHome?: readonly Reply[]): void {
  const misses = Math.min((sprint.state.misses ?? 0) + 1, 9)
  sprint.state = { ...sprint.state, misses }
  const open = sprint.open()
  if (!open || !isQuestion(open.step)) {
    if (why) sprint.lead(why)
    const replies = atHome ?? sprint.knowledge.respond({ kind: 'home' }, sprint.scope()).replies ?? []
    return sprint.push(...replies)
  }
  const wayOut = { label: sprint.text('choice.human'), ref: 'c.human', wayOut: true as const }
  if (offer) {
    sprint.lead(why)
    return askQuestion(sprint, open.compiled, open.at, open.step, {
      offer,
      ...(misses >= 3 ? { wayOut } : {}),
    })
  }
  const kind = open.step.kind
  sprint.lead(
    why ?? sprint.text(misses === 1 ? 'miss.first' : misses === 2 ? `miss.second.${kind}` : 'miss.third'),
  )
  if (why && misses >= 3) sprint.lead(sprint.text('miss.third'))
  askQuestion(sprint, open.compiled, open.at, open.step, misses >= 3 ? { wayOut } : {})
}
