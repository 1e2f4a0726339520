import { Temporal } from 'temporal-polyfill'
import { hanoiDay } from '../../../knowledge/calendar/hanoi-day.ts'

/** A day within the time for registering a birth, whenever the test is run: `10/11/2026`, in Hanoi. */
export function tenDaysAgo(): string {
  const { day, month, year } = hanoiDay(Temporal.Now.instant()).subtract({ days: 10 })
  return `${day}/${month}/${year}`
}
