import type { Temporal } from 'temporal-polyfill'

const weekdays = {
  vi: ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/**
 * A date as it is said within a sentence: "thứ Sáu 27/11/2026", "Friday 27 November 2026".
 * @param options `year: false` leaves the year out, for a date that can only be a near one
 */
export function sayDate(
  date: Temporal.PlainDate,
  lang: 'vi' | 'en',
  options: { year?: boolean } = {},
): string {
  const { day, month, year, dayOfWeek } = date
  const weekday = weekdays[lang][dayOfWeek - 1]
  const withYear = options.year ?? true
  if (lang === 'vi') return `${weekday} ${day}/${month}${withYear ? `/${year}` : ''}`
  return `${weekday} ${day} ${months[month - 1]}${withYear ? ` ${year}` : ''}`
}
