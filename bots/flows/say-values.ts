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

/** As a line or a sentence begins; a name that begins small ("iHanoi") stays as it is. */
export function capitalise(text: string): string {
  return /^\p{Ll}(?!\p{Lu})/u.test(text) ? text.charAt(0).toLocaleUpperCase('vi') + text.slice(1) : text
}

/** A label within a sentence; abbreviations ("CMND") and names of several words ("Việt Nam") keep their capitals. */
export function decapitalise(label: string): string {
  const [first = '', second = ''] = label.split(' ', 2)
  const isName = /^\p{Lu}.*\p{Lu}/u.test(first) || /^\p{Lu}/u.test(second)
  return isName ? label : label.charAt(0).toLocaleLowerCase('vi') + label.slice(1)
}
