import { expect, it } from 'vitest'
import { sayHour } from './say-hour.ts'

it.each([
  ['08:00', '8 giờ', '8:00'],
  ['13:30', '13 giờ 30', '13:30'],
  ['11:05', '11 giờ 05', '11:05'],
  ['00:00', '0 giờ', '0:00'],
])('says %s as an hour of the day', (time, vi, en) => {
  expect([sayHour(time, 'vi'), sayHour(time, 'en')]).toEqual([vi, en])
})
