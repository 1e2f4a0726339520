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

/** An instant as the database gives it back. */
export function inMilliseconds(instant: string): string {
  return Temporal.Instant.from(instant).toString({ fractionalSecondDigits: 3 })
}
