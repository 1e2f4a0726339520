import { Temporal } from 'temporal-polyfill'
import type { Comparison, Condition } from './schema.ts'

/** Answers by question id: a choice's id, several of them, a text, an ISO date or a number. */
export type GivenAnswers = Readonly<Record<string, string | readonly string[] | number>>

/**
 * Whether a condition holds, in three values: `undefined` means that it depends on a question without an
 * answer so far. One line that fails decides, whatever the others will be. Of several answers to one
 * question any that is wanted suffices. Conditions that come from the catalogue are all decided at the end
 * of a guide, also where they name a question that was skipped on the way.
 * @param condition absent means always
 * @param today the day in Vietnam that `days_ago_…` counts to
 */
export function holds(
  condition: Condition | undefined,
  answers: GivenAnswers,
  today: Temporal.PlainDate,
): boolean | undefined {
  if (!condition) return true
  let open = false
  for (const key in condition) {
    const wanted = condition[key]
    if (wanted === undefined) continue
    const line = lineHolds(key, wanted, answers, today)
    if (line === false) return false
    if (line === undefined) open = true
  }
  return open ? undefined : true
}

type Wanted = NonNullable<Condition[string]>

function lineHolds(key: string, wanted: Wanted, answers: GivenAnswers, today: Temporal.PlainDate) {
  if (key === 'any_of') return anyHolds(wanted as Condition[], answers, today)
  if (key === 'not') {
    const inner = holds(wanted as Condition, answers, today)
    return inner === undefined ? undefined : !inner
  }
  const answer = Object.hasOwn(answers, key) ? answers[key] : undefined
  if (answer === undefined) return undefined
  if (typeof wanted === 'string') return isAmong([wanted], answer)
  if (Array.isArray(wanted)) return isAmong(wanted as string[], answer)
  return isWithin(wanted as Comparison, answer, today)
}

function anyHolds(conditions: Condition[], answers: GivenAnswers, today: Temporal.PlainDate) {
  let result: boolean | undefined = false
  for (const condition of conditions) {
    const one = holds(condition, answers, today)
    if (one) return true
    if (one === undefined) result = undefined
  }
  return result
}

function isAmong(wanted: string[], answer: GivenAnswers[string]) {
  if (typeof answer === 'string') return wanted.includes(answer)
  return typeof answer === 'object' && answer.some((one) => wanted.includes(one))
}

function isWithin(bounds: Comparison, answer: GivenAnswers[string], today: Temporal.PlainDate) {
  if (typeof answer === 'number') return isBetween(answer, bounds.at_least, bounds.at_most)
  if (typeof answer !== 'string') return false
  const days = daysBetween(answer, today)
  // An answer that is no date is as good as none: the guide asks again.
  return days === undefined ? undefined : isBetween(days, bounds.days_ago_at_least, bounds.days_ago_at_most)
}

function isBetween(value: number, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY) {
  return value >= least && value <= most
}

function daysBetween(isoDate: string, today: Temporal.PlainDate) {
  try {
    return Temporal.PlainDate.from(isoDate).until(today).days
  } catch {
    return undefined
  }
}
