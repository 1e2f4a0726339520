import { Temporal } from 'temporal-polyfill'
import { zone } from '../../../knowledge/calendar/hanoi-day.ts'
import { AppError } from '../../errors.ts'

const vietnamese = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/

/**
 * What `--from` and `--to` name: days in Hanoi, of which the last is whole, or instants.
 * @returns ISO instants; `to` is the first that is outside
 */
export function readPeriod({ from, to }: { from?: string; to?: string }): { from?: string; to?: string } {
  return {
    ...(from === undefined ? {} : { from: readStart('--from', from, 0) }),
    ...(to === undefined ? {} : { to: readStart('--to', to, 1) }),
  }
}

function readStart(option: string, text: string, days: number): string {
  try {
    if (text.includes('T')) return Temporal.Instant.from(text).toString()
    const [, day, month, year] = vietnamese.exec(text) ?? []
    const iso = day ? `${year}-${month?.padStart(2, '0')}-${day.padStart(2, '0')}` : text
    const start = Temporal.PlainDate.from(iso).add({ days })
    return start.toZonedDateTime(zone).toInstant().toString()
  } catch {
    throw new AppError(
      'bad_usage',
      `${option} must be a day such as 2026-11-20 or 20/11/2026, or a time with its offset such as 2026-11-20T08:00:00+07:00`,
    )
  }
}
