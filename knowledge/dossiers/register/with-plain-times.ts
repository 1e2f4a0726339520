import { Temporal } from 'temporal-polyfill'
import type { DossierUpdate } from '../dossier.ts'

/**
 * An update with its instants as the database gives them back, so that they compare as text. A status of a time yet to
 * come has none: it would outlast all that is said before then.
 * @param now in the same form
 */
export function withPlainTimes({ statusAt, ...update }: DossierUpdate, now: string): DossierUpdate {
  const plain = { ...update }
  for (const field of ['receivedAt', 'dueAt', 'supplyBy', 'apologyAt'] as const) {
    const at = plain[field]
    if (at !== undefined) plain[field] = inMilliseconds(at)
  }
  const at = statusAt === undefined ? undefined : inMilliseconds(statusAt)
  return { ...plain, ...(at !== undefined && at <= now && { statusAt: at }) }
}

const plainForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** An instant as the database gives it back. Files have it so already: an import reads some hundred thousand. */
export function inMilliseconds(instant: string): string {
  if (plainForm.test(instant)) return instant
  return Temporal.Instant.from(instant).toString({ fractionalSecondDigits: 3 })
}
