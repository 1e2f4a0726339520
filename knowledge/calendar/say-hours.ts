import type { OfficeHours } from './calendar.ts'
import type { Office, Span } from './offices.ts'
import { sayHour } from './say-hour.ts'

/** Opening hours as an official says them: "các ngày làm việc từ 8 giờ đến 11 giờ 30 và từ 13 giờ 30 đến 17 giờ". */
export function sayHours({
  working_day,
  saturday,
}: Pick<Office, 'working_day' | 'saturday'>): OfficeHours['said'] {
  const vi = `các ngày làm việc ${spansInVietnamese(working_day)}`
  const en = `working days ${spansInEnglish(working_day)}`
  if (saturday.length === 0) return { vi, en }
  return {
    vi: `${vi}; thứ Bảy ${spansInVietnamese(saturday)}`,
    en: `${en}; Saturdays ${spansInEnglish(saturday)}`,
  }
}

function spansInVietnamese(spans: readonly Span[]) {
  return spans.map(({ from, to }) => `từ ${sayHour(from, 'vi')} đến ${sayHour(to, 'vi')}`).join(' và ')
}

function spansInEnglish(spans: readonly Span[]) {
  return spans.map(({ from, to }) => `${sayHour(from, 'en')}–${sayHour(to, 'en')}`).join(' and ')
}
