import { Temporal } from 'temporal-polyfill'

/** What a day without an hour stands for: a day is begun at its start, and kept until its end. */
export type DayMeans = 'start' | 'end'

/** @returns the instant in ISO, UTC; undefined for what is none, such as 31/02 */
export type InstantReader = (text: string, dayMeans: DayMeans) => string | undefined

const zone = 'Asia/Ho_Chi_Minh'
/** Nobody's dossier is older, or promised for later: a slip of the keyboard is. */
const years = { from: 1990, to: 2100 }

const parts: Record<string, string> = {
  yyyy: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
}
const iso =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d{1,9})?)?\s?(?<offset>Z|[+-]\d{2}:?\d{2})?)?$/i

/**
 * Reads dates and times of given forms; without an offset they are Hanoi's.
 * @param forms such as `yyyyMMddHHmmss` or `d/M/yyyy H:mm`; `iso` with or without time and offset
 */
export function createInstantReader(forms: readonly string[]): InstantReader {
  const patterns = forms.map((form) => (form === 'iso' ? iso : patternOf(form)))
  return (text, dayMeans) => {
    const plain = text.normalize('NFKC').trim()
    for (const pattern of patterns) {
      const found = pattern.exec(plain)?.groups
      if (found) return toInstant(found, dayMeans)
    }
    return undefined
  }
}

function patternOf(form: string): RegExp {
  const source = form
    .split(/(yyyy|MM|M|dd|d|HH|H|mm|ss)/)
    .map((part) => parts[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${source.join('')}$`)
}

function toInstant(found: Record<string, string>, dayMeans: DayMeans): string | undefined {
  const { year, month, day, hour, minute, second, offset } = found
  if (Number(year) < years.from || Number(year) > years.to) return undefined
  const atEnd = hour === undefined && dayMeans === 'end'
  try {
    const local = Temporal.PlainDateTime.from(
      {
        year: Number(year),
        month: Number(month),
        day: Number(day),
        hour: Number(hour ?? (atEnd ? 23 : 0)),
        minute: Number(minute ?? (atEnd ? 59 : 0)),
        second: Number(second ?? (atEnd ? 59 : 0)),
      },
      { overflow: 'reject' },
    )
    return local
      .toZonedDateTime(offset === undefined ? zone : offsetZone(offset))
      .toInstant()
      .toString()
  } catch {
    return undefined
  }
}

function offsetZone(offset: string): string {
  return /^z$/i.test(offset) ? 'UTC' : offset
}
