import { Temporal } from 'temporal-polyfill'

/** What NOW_OFFSET has to be for it to be `instant` now: what is tested by the hours of a day must not wait for them. */
export function offsetTo(instant: string): string {
  const seconds = Temporal.Now.instant().until(instant).total('seconds')
  return `${seconds < 0 ? '-' : ''}PT${Math.abs(Math.round(seconds))}S`
}
