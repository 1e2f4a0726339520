import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { zone } from '../../../knowledge/calendar/hanoi-day.ts'
import { fold } from '../../../knowledge/matching/fold.ts'
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
    ['tối mai 7h', '2026-11-26T19:00'],
    ['toi mai 7h', '2026-11-26T19:00'],
    ['tối thứ bảy lúc 7h', '2026-11-28T19:00'],
    ['7h thứ bảy, buổi tối', '2026-11-28T19:00'],
    ['8h thứ bảy tới', '2026-11-28T08:00'],
    ['8h thu bay toi', '2026-11-28T08:00'],
    ['chiều mai lúc 3h', '2026-11-26T15:00'],
    ['chiều nay 5h', '2026-11-25T17:00'],
    ['đêm mai 11h', '2026-11-26T23:00'],
    ['12h đêm mai', '2026-11-27T00:00'],
    ['đêm mai 12h', '2026-11-27T00:00'],
    ['12h đêm nay', '2026-11-26T00:00'],
    ['12h đêm', '2026-11-26T00:00'],
    ['12h trưa mai', '2026-11-26T12:00'],
    ['trưa mai 12h', '2026-11-26T12:00'],
    ['2h đêm', '2026-11-26T02:00'],
    ['2h đêm nay', '2026-11-26T02:00'],
    ['19h30 thứ tư', '2026-12-02T19:30'],
    ['thứ tư 19h30', '2026-12-02T19:30'],
    ['thu tu 19h30', '2026-12-02T19:30'],
    ['từ 8h thứ tư', '2026-12-02T08:00'],
    ['8h mốt', '2026-11-27T08:00'],
    ['8h sáng mốt', '2026-11-27T08:00'],
    ['ngày mốt 8h', '2026-11-27T08:00'],
    ['8h ngày kia', '2026-11-27T08:00'],
    ['8h ngày mốt', '2026-11-27T08:00'],
    ['chiều kia 3h', '2026-11-27T15:00'],
    ['8h ngày một tháng 12', '2026-12-01T08:00'],
    ['7 giờ kém 15 mai', '2026-11-26T06:45'],
    ['7 giờ kém 15 tối mai', '2026-11-26T18:45'],
    ['12 giờ kém 5 đêm mai', '2026-11-26T23:55'],
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
    ['19h sáng mai', 'unclear'],
    ['2h tối mai', 'unclear'],
    ['2h đêm mai', 'unclear'],
    ['hôm kia 8h', 'past'],
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

describe('a part of the day', () => {
  const within = { sáng: [1, 11], trưa: [10, 14], chiều: [12, 19], tối: [17, 23], đêm: [18, 23] } as const
  const said = { sáng: [1, 11], trưa: [10, 12], chiều: [1, 7], tối: [5, 11], đêm: [6, 11] } as const
  const days = ['mai', 'thứ tư', 'thứ bảy', '20/12', 'ngày 20 tháng 12', 'ngày kia']
  const parts = Object.keys(said) as (keyof typeof said)[]

  it('means the same wherever it stands, with marks or without', () => {
    const given = fc.constantFrom(...parts).chain((part) =>
      fc.record({
        part: fc.constant(part),
        hour: fc.integer({ min: said[part][0], max: said[part][1] }),
        day: fc.constantFrom(...days),
      }),
    )
    fc.assert(
      fc.property(given, ({ part, hour, day }) => {
        const ways = [
          `${hour}h ${part} ${day}`,
          `${part} ${day} ${hour}h`,
          `${part} ${day} lúc ${hour} giờ`,
          `${day} ${hour}h ${part}`,
          `${hour} giờ buổi ${part} ${day}`,
        ]
        const read = [...ways, ...ways.map(fold)].map((way) => readMoment(way, now))
        const heard = new Set(read.map((one) => (one.ok ? local(one.at) : one.why)))
        expect([...heard], ways[0]).toHaveLength(1)
        const at = Number(/T(\d\d)/.exec([...heard][0] ?? '')?.[1])
        expect(at).toBeGreaterThanOrEqual(within[part][0])
        expect(at).toBeLessThanOrEqual(within[part][1])
      }),
    )
  })
})

describe('readPeriod', () => {
  it.each([
    ['8h - 11h30 thứ bảy', '2026-11-28T08:00 – 2026-11-28T11:30'],
    ['8h-11h30 28/11', '2026-11-28T08:00 – 2026-11-28T11:30'],
    ['từ 8h đến 11h30 thứ bảy', '2026-11-28T08:00 – 2026-11-28T11:30'],
    ['từ 8h tới 11h ngày 28/11', '2026-11-28T08:00 – 2026-11-28T11:00'],
    ['19h mai', '2026-11-26T19:00'],
    ['7h - 9h tối thứ bảy', '2026-11-28T19:00 – 2026-11-28T21:00'],
    ['tối thứ bảy từ 7h đến 9h', '2026-11-28T19:00 – 2026-11-28T21:00'],
    ['8h - 5h chiều thứ bảy', '2026-11-28T08:00 – 2026-11-28T17:00'],
    ['8h sáng - 5h chiều thứ tư', '2026-12-02T08:00 – 2026-12-02T17:00'],
    ['20h - 12h đêm thứ bảy', '2026-11-28T20:00 – 2026-11-29T00:00'],
    ['11h - 8h mai', 'unclear'],
    ['8h - 9h - 10h mai', 'unclear'],
  ])('reads %j as %s', (typed, expected) => {
    expect(period(typed)).toBe(expected)
  })
})
