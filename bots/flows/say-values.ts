import type { Temporal } from 'temporal-polyfill'
import type { Lang } from '../dialogue/event.ts'

/** "12/11/2026", as people in Vietnam write a date; unambiguous in English too once said so. */
export function sayShortDate(date: Temporal.PlainDate): string {
  return `${date.day}/${date.month}/${date.year}`
}

/** "8.000 đồng" or "8,000 VND". */
export function sayMoney(vnd: number, lang: Lang): string {
  const grouped = String(vnd).replace(/\B(?=(\d{3})+$)/g, lang === 'vi' ? '.' : ',')
  return lang === 'vi' ? `${grouped} đồng` : `${grouped} VND`
}
