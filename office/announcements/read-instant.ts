import { Temporal } from 'temporal-polyfill'

/** Outside of these, somebody's finger slipped. */
const earliest = Temporal.Instant.from('2000-01-01T00:00Z')
const latest = Temporal.Instant.from('2200-01-01T00:00Z')

/**
 * An instant as it was given: ISO 8601 with an offset, so that it is one also where clocks are changed.
 * @returns ISO in UTC with milliseconds, as the database gives it out; undefined when it is none
 */
export function readInstant(text: string): string | undefined {
  try {
    const instant = Temporal.Instant.from(text.trim())
    const { compare } = Temporal.Instant
    if (compare(instant, earliest) < 0 || compare(instant, latest) >= 0) return undefined
    return instant.toString({ smallestUnit: 'millisecond' })
  } catch {
    return undefined
  }
}
