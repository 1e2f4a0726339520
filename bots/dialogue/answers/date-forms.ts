import type { Temporal } from 'temporal-polyfill'
import { spelledNumber } from './spelled-number.ts'
import { tokenise } from './tokenise.ts'

/** A way of writing a date; `read` gives null for a day that does not exist. */
export interface DateForm {
  /** Against the folded text. */
  pattern: RegExp
  read(match: RegExpMatchArray, today: Temporal.PlainDate): Temporal.PlainDate | null | 'unclear'
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
    read: ([, y, m, d], today) => full(Number(d), Number(m), Number(y), today),
  },
  {
    pattern: /(?<![\d.,/-])(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4}|\d{2})(?![\d/-])/,
    read: ([, d, m, y], today) => full(Number(d), Number(m), century(String(y), today), today),
  },
  {
    pattern: /(?<![\d.,/-])(\d{1,2}) (\d{1,2}) (\d{4})(?![\d/-])/,
    read: ([, d, m, y], today) => full(Number(d), Number(m), Number(y), today),
  },
  {
    pattern: /(?<![\d.,/-])(\d{2})(\d{2})((?:19|20)\d{2})(?![\d/-])/,
    read: ([, d, m, y], today) => full(Number(d), Number(m), Number(y), today),
  },
  {
    pattern: new RegExp(
      `${lead}\\b${day},? thang ${day}(?:,? nam (\\d{4}|\\d{2})|[/-](\\d{4})|,? (\\d{4})|,? (nam (?:ngoai|kia|nay|truoc)))?(?![\\d/-])`,
    ),
    read: ([, d, m, y1, y2, y3, said], today) =>
      full(count(d), count(m), year(y1 ?? y2 ?? y3, said, today), today),
  },
  {
    pattern: new RegExp(`\\b(?:ngay|hom|mong|mung) ${day} thang (truoc|nay|sau|toi)\\b`),
    read([, d, which], today) {
      const month = today.toPlainYearMonth().add({ months: which === 'truoc' ? -1 : which === 'nay' ? 0 : 1 })
      return exact(count(d), month.month, month.year, today)
    },
  },
  {
    pattern: new RegExp(`\\b(${monthWord}) (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?![\\d/-])`),
    read: ([, m, d, y], today) => full(Number(d), monthOf(m), y ? Number(y) : undefined, today),
  },
  {
    pattern: new RegExp(
      `(?<![\\d./-])(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${monthWord})(?:,? (\\d{4}))?(?![\\d/-])`,
    ),
    read: ([, d, m, y], today) => full(Number(d), monthOf(m), y ? Number(y) : undefined, today),
  },
  {
    pattern: /(?<![\d.,/-])(\d{1,2}) ?[-/.] ?(\d{1,2})(?: (nam (?:ngoai|kia|nay|truoc)))?(?![\d/-]|\.\d)/,
    read: ([, d, m, said], today) => full(Number(d), Number(m), year(undefined, said, today), today),
  },
  {
    pattern: new RegExp(
      `\\b(?:(${weekday}) (tuan (?:truoc|nay|sau|toi)|vua roi|vua qua|toi)|(tuan (?:truoc|nay|sau|toi)) (${weekday}))\\b`,
    ),
    read: ([, w1, r1, r2, w2], today) => ofWeek(String(w1 ?? w2), String(r1 ?? r2), today),
  },
  {
    pattern: new RegExp(`\\b(last|next|this) (${englishDays})\\b`),
    read: ([, which, name], today) => {
      const number = englishDays.split('|').indexOf(String(name)) + 1
      if (which === 'this') return today.add({ days: number - today.dayOfWeek })
      return which === 'last' ? previous(number, today) : following(number, today)
    },
  },
  {
    pattern: new RegExp(`\\bcach day ${day} (ngay|hom|tuan)\\b|\\b${day} (ngay|hom|tuan) truoc\\b`),
    read: ([, n1, u1, n2, u2], today) => ago(count(n1 ?? n2), u1 ?? u2, today),
  },
  {
    pattern: new RegExp(`\\b(?:sau )?${day} (ngay|hom|tuan) nua\\b`),
    read: ([, number, unit], today) => ago(-count(number), unit, today),
  },
  {
    pattern: /\b(\d{1,2}|a|one|two|three|four|five|six|seven|ten) (day|week)s? ago\b/,
    read: ([, number, unit], today) => ago(countEnglish(number), unit, today),
  },
  {
    pattern: /\bin (\d{1,2}|a|one|two|three|four|five|six|seven|ten) (day|week)s?\b/,
    read: ([, number, unit], today) => ago(-countEnglish(number), unit, today),
  },
  {
    pattern: /\b(?:the )?day before yesterday\b|\bhom kia\b/,
    read: (_, today) => today.subtract({ days: 2 }),
  },
  { pattern: /\b(?:the )?day after tomorrow\b|\bngay kia\b/, read: (_, today) => today.add({ days: 2 }) },
  {
    pattern: /\b(?:hom|ngay|sang|trua|chieu|toi|dem) qua\b|\byesterday\b|\blast night\b/,
    read: (_, today) => today.subtract({ days: 1 }),
  },
  {
    pattern: /\b(?:hom|ngay|sang|trua|chieu|toi|dem) nay\b|\btoday\b|\bvua xong\b|\bmoi nay\b/,
    read: (_, today) => today,
  },
  {
    pattern: /\b(?:ngay|sang|trua|chieu|toi) mai\b|\btomorrow\b|^mai(?: a| nhe| nha)*$/,
    read: (_, today) => today.add({ days: 1 }),
  },
  {
    pattern: new RegExp(`\\b(?:ngay|hom|mong|mung) ${day}\\b(?! (?:thang|gio|tuoi))`),
    read: ([, d], today) => latestDay(count(d), today),
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
  return today.year - (said === 'nam nay' ? 0 : said === 'nam kia' ? 2 : 1)
}

function full(
  d: number,
  m: number,
  y: number | undefined,
  today: Temporal.PlainDate,
): Temporal.PlainDate | null {
  if (y !== undefined) return exact(d, m, y, today)
  // A leap day without its year may lie up to eight years back.
  for (let back = 0; back <= 8; back++) {
    const date = exact(d, m, today.year - back, today)
    if (date && before(date, today)) return date
  }
  return null
}

function exact(d: number, m: number, y: number, today: Temporal.PlainDate): Temporal.PlainDate | null {
  if (!(m >= 1 && m <= 12 && d >= 1 && d <= 31 && y >= 1850 && y <= 2200)) return null
  const date = today.with({ year: y, month: m, day: d }, { overflow: 'constrain' })
  return date.day === d ? date : null
}

function latestDay(d: number, today: Temporal.PlainDate): Temporal.PlainDate | null {
  for (let back = 0; back <= 2; back++) {
    const month = today.toPlainYearMonth().subtract({ months: back })
    const date = exact(d, month.month, month.year, today)
    if (date && before(date, today)) return date
  }
  return null
}

function before(date: Temporal.PlainDate, today: Temporal.PlainDate): boolean {
  return date.until(today).days >= 0
}

function ofWeek(name: string, which: string, today: Temporal.PlainDate): Temporal.PlainDate {
  const last = name.split(' ').at(-1) ?? ''
  const spelledDays = ['hai', 'ba', 'tu', 'nam', 'sau', 'bay']
  const number = /nhat|cn/.test(name)
    ? 7
    : spelledDays.includes(last)
      ? spelledDays.indexOf(last) + 1
      : Number(/\d/.exec(name)?.[0] ?? 1) - 1
  if (which === 'toi') return following(number, today)
  if (which.startsWith('vua')) return previous(number, today)
  const weeks = which === 'tuan truoc' ? -1 : which === 'tuan nay' ? 0 : 1
  return today.add({ days: number - today.dayOfWeek + weeks * 7 })
}

function previous(weekdayNumber: number, today: Temporal.PlainDate): Temporal.PlainDate {
  return today.subtract({ days: ((today.dayOfWeek - weekdayNumber + 6) % 7) + 1 })
}

function following(weekdayNumber: number, today: Temporal.PlainDate): Temporal.PlainDate {
  return today.add({ days: ((weekdayNumber - today.dayOfWeek + 6) % 7) + 1 })
}
