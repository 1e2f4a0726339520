import { Temporal } from 'temporal-polyfill'

/** The one source of time. Rules read it; token expiries and signatures use the real clock instead. */
export interface Clock {
  now(): Temporal.Instant
}

/**
 * The machine's clock, moved by `offset` (the setting `NOW_OFFSET`) for rehearsals.
 * @param offset ISO 8601 duration; days and longer are counted as 24 h each
 */
export function systemClock(offset?: string): Clock {
  if (!offset) return { now: () => Temporal.Now.instant() }
  const shift = Temporal.Duration.from(offset).total({
    unit: 'nanoseconds',
    relativeTo: Temporal.PlainDate.from('2026-01-01'),
  })
  const duration = Temporal.Duration.from({ nanoseconds: shift })
  return { now: () => Temporal.Now.instant().add(duration) }
}
