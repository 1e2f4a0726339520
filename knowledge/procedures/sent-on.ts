import { Temporal } from 'temporal-polyfill'
import { type GivenAnswers, holds } from './holds.ts'
import type { ProcedureVersion } from './schema.ts'

/** The procedure to which a person is sent on at once, without a question, who brings these answers along. */
export function sentOn(version: ProcedureVersion, answers: GivenAnswers): string | undefined {
  const day = Temporal.PlainDate.from(version.from)
  for (const question of version.questions) {
    if (holds(question.when, answers, day) !== true) continue
    const answer = answers[question.id]
    if (answer === undefined) return undefined
    if (question.kind !== 'choice') continue
    const choice = question.choices.find(({ id }) => id === answer)
    // An answer that is none here is asked for again.
    if (!choice || choice.ends_with) return undefined
    if (choice.leads_to) return choice.leads_to
  }
  return undefined
}
