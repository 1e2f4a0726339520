import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { zone } from '../../../knowledge/calendar/hanoi-day.ts'
import { readMoment, readPeriod } from './read-moment.ts'

/** Wednesday, 10:00 in Hanoi. */
const now = Temporal.Instant.from('2026-11-25T03:00:00Z')
const local = (at: Temporal.Instant) =>
  at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
const read = (typed: string) => {
  const moment = readMoment(typed, now)
  return moment.ok ? local(moment.at) : moment.why
}
const period = (typed: string) => {
  const found = readPeriod(typed, now)
  return found.ok ? [found.at, ...(found.until ? [found.until] : [])].map(local).join(' – ') : found.why
}

describe('readMoment', () => {
  it.each([
    ['19h mai', '2026-11-26T19:00'],
    ['mai 19h', '2026-11-26T19:00'],
    ['7 giờ tối mai', '2026-11-26T19:00'],
    ['7h sáng mai', '2026-11-26T07:00'],
    ['8h 20/12', '2026-12-20T08:00'],
    ['20/12 8h30', '2026-12-20T08:30'],
    ['8:30 20/12/2026', '2026-12-20T08:30'],
    ['8h ngày 20 tháng 12', '2026-12-20T08:00'],
    ['8 giờ rưỡi ngày 20 tháng 12', '2026-12-20T08:30'],
    ['lúc 15 giờ 30 thứ sáu', '2026-11-27T15:30'],
    ['8h thứ bảy', '2026-11-28T08:00'],
    ['2h chiều nay', '2026-11-25T14:00'],
    ['15h hôm nay', '2026-11-25T15:00'],
    ['15h 25/11', '2026-11-25T15:00'],
    ['20h', '2026-11-25T20:00'],
    ['9h', '2026-11-26T09:00'],
    ['7pm tomorrow', '2026-11-26T19:00'],
    ['1 giờ trưa mai', '2026-11-26T13:00'],
  ])('reads %j as %s', (typed, expected) => {
    expect(read(typed)).toBe(expected)
  })

  it.each([
    ['mai', 'no_hour'],
    ['20/12', 'no_hour'],
    ['9h hôm nay', 'past'],
    ['9h 25/11', 'past'],
    ['25h mai', 'unclear'],
    ['8h75 mai', 'unclear'],
    ['8h hoặc 9h mai', 'unclear'],
    ['8h 31/2', 'unclear'],
    ['lúc nào tiện', 'unclear'],
    ['', 'unclear'],
    ['8h '.repeat(100), 'unclear'],
  ])('takes %j for no moment to come (%s)', (typed, why) => {
    expect(read(typed)).toBe(why)
  })

  it('means a day to its end where that is asked', () => {
    const moment = readMoment('30/11', now, { alone: '23:59' })
    expect(moment.ok && local(moment.at)).toBe('2026-11-30T23:59')
  })
})

describe('readPeriod', () => {
  it.each([
    ['8h - 11h30 thứ bảy', '2026-11-28T08:00 – 2026-11-28T11:30'],
    ['8h-11h30 28/11', '2026-11-28T08:00 – 2026-11-28T11:30'],
    ['từ 8h đến 11h30 thứ bảy', '2026-11-28T08:00 – 2026-11-28T11:30'],
    ['từ 8h tới 11h ngày 28/11', '2026-11-28T08:00 – 2026-11-28T11:00'],
    ['19h mai', '2026-11-26T19:00'],
    ['11h - 8h mai', 'unclear'],
    ['8h - 9h - 10h mai', 'unclear'],
  ])('reads %j as %s', (typed, expected) => {
    expect(period(typed)).toBe(expected)
  })
})
