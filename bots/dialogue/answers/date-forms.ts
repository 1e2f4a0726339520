import type { Temporal } from 'temporal-polyfill'
import { spelledNumber } from './spelled-number.ts'
import { tokenise } from './tokenise.ts'

/** A way of writing a date; `read` gives null for a day that does not exist. */
export interface DateForm {
  /** Against the folded text. */
  pattern: RegExp
  read(match: RegExpMatchArray, from: DatesFrom): Temporal.PlainDate | null | 'unclear'
}

/** Where dates are read from: what has no year or no month is the latest such day up to today, or the next one. */
export interface DatesFrom {
  /** The day in Hanoi. */
  today: Temporal.PlainDate
  towards: 'past' | 'future'
}

const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'
const monthWord = `(?:${months})[a-z]*\\.?`
const spoken =
  '(?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|lam|mot)(?: (?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|mươi))*'
const day = `(\\d{1,2}|${spoken})`
const lead = '(?:(?:ngay|hom|mong|mung) )?'
const weekday = 'thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn'
const englishDays = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday'

/** The forms from the most to the least specific; what one has read the others don't see. */
export const dateForms: readonly DateForm[] = [
  {
    pattern: /(?<![\d.,/-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d/-])/,
    read: ([, y, m, d], from) => full(Number(d), Number(m), Number(y), from),
  },
  {
    pattern: /(?<![\d.,/-])(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4}|\d{2})(?![\d/-])/,
    read: ([, d, m, y], from) => full(Number(d), Number(m), century(String(y), from.today), from),
  },
  {
    pattern: /(?<![\d.,/-])(\d{1,2}) (\d{1,2}) (\d{4})(?![\d/-])/,
    read: ([, d, m, y], from) => full(Number(d), Number(m), Number(y), from),
  },
  {
    pattern: /(?<![\d.,/-])(\d{2})(\d{2})((?:19|20)\d{2})(?![\d/-])/,
    read: ([, d, m, y], from) => full(Number(d), Number(m), Number(y), from),
  },
  {
    pattern: new RegExp(
      `\\bthang ${day},? (?:ngay|hom|mong|mung) ${day}(?:,? nam (\\d{4})|,? (\\d{4}))?(?![\\d/-])`,
    ),
    read: ([, m, d, y1, y2], from) => full(count(d), count(m), year(y1 ?? y2, undefined, from.today), from),
  },
  {
    pattern: new RegExp(
      `${lead}\\b${day},? thang ${day}(?:,? nam (\\d{4}|\\d{2})|[/-](\\d{4})|,? (\\d{4})|,? (nam (?:ngoai|kia|nay|truoc|sau|toi)))?(?![\\d/-])`,
    ),
    read: ([, d, m, y1, y2, y3, said], from) =>
      full(count(d), count(m), year(y1 ?? y2 ?? y3, said, from.today), from),
  },
  {
    pattern: new RegExp(`\\b(?:ngay|hom|mong|mung) ${day} thang (truoc|nay|sau|toi)\\b`),
    read([, d, which], { today }) {
      const month = today.toPlainYearMonth().add({ months: which === 'truoc' ? -1 : which === 'nay' ? 0 : 1 })
      return exact(count(d), month.month, month.year, today)
    },
  },
  {
    pattern: new RegExp(`\\b(${monthWord}) (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?![\\d/-])`),
    read: ([, m, d, y], from) => full(Number(d), monthOf(m), y ? Number(y) : undefined, from),
  },
  {
    pattern: new RegExp(
      `(?<![\\d./-])(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${monthWord})(?:,? (\\d{4}))?(?![\\d/-])`,
    ),
    read: ([, d, m, y], from) => full(Number(d), monthOf(m), y ? Number(y) : undefined, from),
  },
  {
    pattern:
      /(?<![\d.,/-])(\d{1,2}) ?[-/.] ?(\d{1,2})(?: (nam (?:ngoai|kia|nay|truoc|sau|toi)))?(?![\d/-]|\.\d)/,
    read: ([, d, m, said], from) => full(Number(d), Number(m), year(undefined, said, from.today), from),
  },
  {
    pattern: new RegExp(
      `\\b(?:(${weekday}) (tuan (?:truoc|nay|sau|toi)|vua roi|vua qua|toi)|(tuan (?:truoc|nay|sau|toi)) (${weekday}))\\b`,
    ),
    read: ([, w1, r1, r2, w2], { today }) => ofWeek(String(w1 ?? w2), String(r1 ?? r2), today),
  },
  {
    pattern: new RegExp(`\\b(last|next|this) (${englishDays})\\b`),
    read: ([, which, name], { today }) => {
      const number = englishDays.split('|').indexOf(String(name)) + 1
      if (which === 'this') return today.add({ days: number - today.dayOfWeek })
      return which === 'last' ? previous(number, today) : following(number, today)
    },
  },
  {
    pattern: new RegExp(`\\bcach day ${day} (ngay|hom|tuan)\\b|\\b${day} (ngay|hom|tuan) truoc\\b`),
    read: ([, n1, u1, n2, u2], { today }) => ago(count(n1 ?? n2), u1 ?? u2, today),
  },
  {
    pattern: new RegExp(`\\b(?:sau )?${day} (ngay|hom|tuan) nua\\b`),
    read: ([, number, unit], { today }) => ago(-count(number), unit, today),
  },
  {
    pattern: /\b(\d{1,2}|a|one|two|three|four|five|six|seven|ten) (day|week)s? ago\b/,
    read: ([, number, unit], { today }) => ago(countEnglish(number), unit, today),
  },
  {
    pattern: /\bin (\d{1,2}|a|one|two|three|four|five|six|seven|ten) (day|week)s?\b/,
    read: ([, number, unit], { today }) => ago(-countEnglish(number), unit, today),
  },
  {
    pattern: /\b(?:the )?day before yesterday\b|\bhom kia\b/,
    read: (_, { today }) => today.subtract({ days: 2 }),
  },
  { pattern: /\b(?:the )?day after tomorrow\b|\bngay kia\b/, read: (_, { today }) => today.add({ days: 2 }) },
  {
    pattern: /\b(?:hom|ngay|sang|trua|chieu|toi|dem) qua\b|\byesterday\b|\blast night\b/,
    read: (_, { today }) => today.subtract({ days: 1 }),
  },
  {
    pattern: /\b(?:hom|ngay|sang|trua|chieu|toi|dem) nay\b|\btoday\b|\bvua xong\b|\bmoi nay\b/,
    read: (_, { today }) => today,
  },
  {
    pattern: /\b(?:ngay|sang|trua|chieu|toi) mai\b|\btomorrow\b|^mai(?: a| nhe| nha)*$/,
    read: (_, { today }) => today.add({ days: 1 }),
  },
  {
    pattern: new RegExp(`\\b(?:ngay|hom|mong|mung) ${day}\\b(?! (?:thang|gio|tuoi))`),
    read: ([, d], from) => dayOfMonth(count(d), from),
  },
]

function count(written: string | undefined): number {
  if (written === undefined) return Number.NaN
  return /^\d+$/.test(written) ? Number(written) : (spelledNumber(tokenise(written)) ?? Number.NaN)
}

function countEnglish(written: string | undefined): number {
  return written === 'a' ? 1 : count(written)
}

function ago(
  number: number,
  unit: string | undefined,
  today: Temporal.PlainDate,
): Temporal.PlainDate | 'unclear' {
  if (Number.isNaN(number)) return 'unclear'
  return today.subtract({ days: number * (unit === 'tuan' || unit === 'week' ? 7 : 1) })
}

function monthOf(word: string | undefined): number {
  return months.split('|').indexOf(String(word).slice(0, 3)) + 1
}

/** Two digits are the century that is not more than ten years ahead. */
function century(written: string, today: Temporal.PlainDate): number {
  if (written.length === 4) return Number(written)
  const near = Math.floor(today.year / 100) * 100 + Number(written)
  return near > today.year + 10 ? near - 100 : near
}

function year(
  written: string | undefined,
  said: string | undefined,
  today: Temporal.PlainDate,
): number | undefined {
  if (written !== undefined) return century(written, today)
  if (said === undefined) return undefined
  if (said === 'nam sau' || said === 'nam toi') return today.year + 1
  return today.year - (said === 'nam nay' ? 0 : said === 'nam kia' ? 2 : 1)
}

function full(d: number, m: number, y: number | undefined, from: DatesFrom): Temporal.PlainDate | null {
  const { today } = from
  if (y !== undefined) return exact(d, m, y, today)
  // A leap day without its year may lie up to eight years away.
  for (let away = 0; away <= 8; away++) {
    const date = exact(d, m, today.year + (from.towards === 'past' ? -away : away), today)
    if (date && lies(date, from)) return date
  }
  return null
}

function exact(d: number, m: number, y: number, today: Temporal.PlainDate): Temporal.PlainDate | null {
  if (!(m >= 1 && m <= 12 && d >= 1 && d <= 31 && y >= 1850 && y <= 2200)) return null
  const date = today.with({ year: y, month: m, day: d }, { overflow: 'constrain' })
  return date.day === d ? date : null
}

function dayOfMonth(d: number, from: DatesFrom): Temporal.PlainDate | null {
  const { today, towards } = from
  for (let away = 0; away <= 2; away++) {
    const month = today.toPlainYearMonth().add({ months: towards === 'past' ? -away : away })
    const date = exact(d, month.month, month.year, today)
    if (date && lies(date, from)) return date
  }
  return null
}

/** Up to today, or after it. */
function lies(date: Temporal.PlainDate, { today, towards }: DatesFrom): boolean {
  const { days } = date.until(today)
  return towards === 'past' ? days >= 0 : days < 0
}

function ofWeek(name: string, which: string, today: Temporal.PlainDate): Temporal.PlainDate {
  const number = numberOfWeekday(name)
  if (which === 'toi') return following(number, today)
  if (which.startsWith('vua')) return previous(number, today)
  const weeks = which === 'tuan truoc' ? -1 : which === 'tuan nay' ? 0 : 1
  return today.add({ days: number - today.dayOfWeek + weeks * 7 })
}

/** A weekday by itself; the caller knows which week. */
export const bareWeekday = new RegExp(`\\b(?:${weekday}|${englishDays})\\b`, 'g')

/** 1 is Monday, 7 is Sunday. */
export function numberOfWeekday(name: string): number {
  const english = englishDays.split('|').indexOf(name)
  if (english >= 0) return english + 1
  const last = name.split(' ').at(-1) ?? ''
  const spelledDays = ['hai', 'ba', 'tu', 'nam', 'sau', 'bay']
  return /nhat|cn/.test(name)
    ? 7
    : spelledDays.includes(last)
      ? spelledDays.indexOf(last) + 1
      : Number(/\d/.exec(name)?.[0] ?? 1) - 1
}

function previous(weekdayNumber: number, today: Temporal.PlainDate): Temporal.PlainDate {
  return today.subtract({ days: ((today.dayOfWeek - weekdayNumber + 6) % 7) + 1 })
}

/** The next such weekday after today. */
export function following(weekdayNumber: number, today: Temporal.PlainDate): Temporal.PlainDate {
  return today.add({ days: ((weekdayNumber - today.dayOfWeek + 6) % 7) + 1 })
}
