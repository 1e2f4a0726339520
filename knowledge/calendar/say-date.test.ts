import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { sayDate } from './say-date.ts'

const date = (text: string) => Temporal.PlainDate.from(text)

it.each([
  ['2026-11-27', 'thứ Sáu 27/11/2026', 'Friday 27 November 2026'],
  ['2027-01-18', 'thứ Hai 18/1/2027', 'Monday 18 January 2027'],
  ['2026-11-29', 'Chủ nhật 29/11/2026', 'Sunday 29 November 2026'],
])('says %s in both languages', (day, vi, en) => {
  expect(sayDate(date(day), 'vi')).toBe(vi)
  expect(sayDate(date(day), 'en')).toBe(en)
})

it('leaves the year out when asked', () => {
  expect(sayDate(date('2026-11-27'), 'vi', { year: false })).toBe('thứ Sáu 27/11')
  expect(sayDate(date('2026-11-27'), 'en', { year: false })).toBe('Friday 27 November')
})
