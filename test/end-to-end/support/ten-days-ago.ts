import { Temporal } from 'temporal-polyfill'

/** A day within the time for registering a birth, whenever the test is run: `10/11/2026`, in Hanoi. */
export function tenDaysAgo(): string {
  const { day, month, year } = Temporal.Now.plainDateISO('Asia/Ho_Chi_Minh').subtract({ days: 10 })
  return `${day}/${month}/${year}`
}
