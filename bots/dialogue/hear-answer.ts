import { fold } from '../../knowledge/matching/fold.ts'
import { bare } from './answers/prepare-choices.ts'
import { choicesOf } from './ask-question.ts'
import { prepareBoth } from './compile-flow.ts'
import type { CompiledFlow, FlowChoice, QuestionStep, Reading, Scope } from './flow.ts'
import { pickedOf } from './picked-of.ts'
import type { Frame } from './state.ts'
import { type PreparedChoices, understandAnswer, understandMany } from './understand-answer.ts'

/** What a typed text is to the open question. */
export type HeardAnswer =
  | { kind: 'answer'; value: string | number | string[]; note?: string }
  | { kind: 'unusable'; why?: string; offer?: readonly FlowChoice[] }

/** The choices of a question as typed answers are compared with them. */
export function preparedOf(step: QuestionStep, compiled: CompiledFlow, scope: Scope): PreparedChoices {
  return (compiled.prepared.get(step.id) ?? prepareBoth(choicesOf(step, scope)))[scope.lang]
}

/** Whether the text is, word for word, a label or a wording of the question: then it is nothing else. */
export function isWordingOf(text: string, prepared: PreparedChoices): boolean {
  return prepared.exact.has(bare(text))
}

/** Reads a typed text as the answer to the open question. */
export function hearAnswer(
  step: QuestionStep,
  prepared: PreparedChoices,
  text: string,
  scope: Scope,
  frame: Frame,
): HeardAnswer {
  const choices = choicesOf(step, scope)
  if (step.kind === 'many') return hearMany(choices, prepared, text, pickedOf(frame, step.id))
  const reading = step.kind === 'choice' ? undefined : step.read(text, scope)
  // "thứ tư tuần sau" is a day, and not the button that says "tuần sau".
  if (reading?.ok && !isWordingOf(text, prepared)) return answerOf(reading)
  const said = understandAnswer(text, prepared)
  const chosen = said.kind === 'chosen' ? choices[said.index] : undefined
  if (chosen) return { kind: 'answer', value: chosen.id }
  if (!reading) {
    if (said.kind === 'number_not_offered') {
      const count = choices.filter(({ wayOut }) => !wayOut).length
      return { kind: 'unusable', why: scope.text('miss.number', { number: said.number, count }) }
    }
    return said.kind === 'several'
      ? { kind: 'unusable', why: scope.text('miss.several') }
      : { kind: 'unusable' }
  }
  return reading.ok
    ? answerOf(reading)
    : { kind: 'unusable', why: reading.say, ...(reading.offer ? { offer: reading.offer } : {}) }
}

function answerOf({ value, note }: Extract<Reading, { ok: true }>): HeardAnswer {
  return { kind: 'answer', value, ...(note ? { note } : {}) }
}

const enough = new Set(['xong', 'het', 'xong roi', 'done', 'that is all'])

function hearMany(
  choices: readonly FlowChoice[],
  prepared: PreparedChoices,
  text: string,
  picked: readonly string[],
): HeardAnswer {
  if (enough.has(fold(text))) return { kind: 'answer', value: [...picked] }
  const said = understandMany(text, prepared)
  const indexes = said.kind === 'chosen' ? [said.index] : said.kind === 'several' ? said.indexes : undefined
  if (!indexes) return { kind: 'unusable' }
  const ids = indexes.flatMap((index) => choices[index]?.id ?? [])
  return { kind: 'answer', value: [...new Set([...picked, ...ids])] }
}
