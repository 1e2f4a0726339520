import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../server/errors.ts'
import type { Duration } from './calendar.ts'
import { loadCalendar } from './load-calendar.ts'

const { calendar } = await loadCalendar()

/** @param at local time in Hanoi */
const instant = (at: string) => Temporal.Instant.from(`${at}+07:00`)
const due = (at: string, time: Duration) => {
  const { date, at: end, tentative } = calendar.due(instant(at), time)
  expect(end.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString()).toBe(date.toString())
  return `${date}${tentative ? ' dự kiến' : ''}`
}
const workingDays = (value: number, cutoff?: string): Duration => ({ value, unit: 'working_day', cutoff })

describe('due, the worked cases', () => {
  it.each([
    ['2026-11-19T10:00', workingDays(5), '2026-11-27 dự kiến'],
    ['2026-11-19T15:30', workingDays(5, '15:00'), '2026-11-30 dự kiến'],
    ['2026-08-21T09:00', workingDays(3), '2026-08-25'],
    ['2026-08-28T09:00', workingDays(1), '2026-09-03'],
    ['2026-02-11T09:00', workingDays(5), '2026-02-25'],
    ['2026-10-01T09:00', { value: 24, unit: 'day' }, '2026-10-26'],
  ] as const)('received %s, %o: %s', (at, time, expected) => {
    expect(due(at, time)).toBe(expected)
  })

  it('says "dự kiến" of a date reached across a computed holiday, and not before it', () => {
    expect(calendar.isWorkingDay(Temporal.PlainDate.from('2027-02-04'))).toBe(false)
    expect(due('2027-02-01T09:00', workingDays(2))).toBe('2027-02-03')
    expect(due('2027-02-01T09:00', workingDays(3))).toBe('2027-02-11 dự kiến')
  })

  it('ends with the office hours of the due date', () => {
    expect(calendar.due(instant('2026-11-17T10:00'), workingDays(1)).at).toEqual(instant('2026-11-18T17:00'))
  })
})

describe('due, the day of receipt', () => {
  const oneDay = workingDays(1)
  it.each([
    ['before opening', '2026-11-17T06:00', '2026-11-18'],
    ['at lunch', '2026-11-17T12:15', '2026-11-18'],
    ['at closing time', '2026-11-17T17:00', '2026-11-18'],
    ['after closing', '2026-11-17T17:01', '2026-11-19'],
    ['after closing on a Friday', '2026-11-13T20:00', '2026-11-17'],
    ['on a Saturday', '2026-11-14T09:00', '2026-11-17'],
    ['on a worked Saturday', '2026-08-22T09:00', '2026-08-24'],
    ['on a holiday', '2026-09-01T09:00', '2026-09-04'],
    ['just before midnight in Hanoi, a day earlier in UTC', '2026-11-17T00:30', '2026-11-18'],
  ])('%s', (_, at, expected) => {
    expect(due(at, oneDay)).toBe(expected)
  })

  it('counts the cutoff itself as in time', () => {
    expect(due('2026-11-17T15:00', workingDays(1, '15:00'))).toBe('2026-11-18')
    expect(due('2026-11-17T15:00:01', workingDays(1, '15:00'))).toBe('2026-11-19')
  })

  it('gives the same day back within the same day, before the cutoff', () => {
    expect(due('2026-11-17T09:00', { value: 0, unit: 'same_day', cutoff: '15:00' })).toBe('2026-11-17')
    expect(due('2026-11-17T16:00', { value: 0, unit: 'same_day', cutoff: '15:00' })).toBe('2026-11-18')
    expect(due('2026-11-14T09:00', { value: 0, unit: 'same_day' })).toBe('2026-11-16')
    expect(due('2026-11-20T16:00', { value: 0, unit: 'same_day', cutoff: '15:00' })).toBe(
      '2026-11-23 dự kiến',
    )
  })
})

describe('due, in hours, days and months', () => {
  const hours = (value: number): Duration => ({ value, unit: 'hour' })
  const at = (received: string, time: Duration) => calendar.due(instant(received), time).at

  it('counts hours exactly, from the opening at the earliest', () => {
    expect(at('2026-11-17T10:20', hours(24))).toEqual(instant('2026-11-18T10:20'))
    expect(at('2026-11-17T05:00', hours(8))).toEqual(instant('2026-11-17T16:00'))
    expect(at('2026-11-17T18:00', hours(24))).toEqual(instant('2026-11-19T08:00'))
  })

  it('ends hours that run into a closed day with the next working day', () => {
    expect(at('2026-11-13T10:00', hours(24))).toEqual(instant('2026-11-16T17:00'))
    expect(due('2026-11-20T10:00', hours(24))).toBe('2026-11-23 dự kiến')
  })

  it('moves a calendar period that ends on a closed day to the next working day', () => {
    expect(due('2026-08-03T09:00', { value: 1, unit: 'month' })).toBe('2026-09-03')
    expect(due('2026-01-31T09:00', { value: 1, unit: 'month' })).toBe('2026-03-02')
    expect(due('2026-08-30T09:00', { value: 1, unit: 'day' })).toBe('2026-09-04')
  })

  it('is sure of a calendar period that only runs through a holiday in doubt', () => {
    expect(due('2026-11-19T09:00', { value: 7, unit: 'day' })).toBe('2026-11-26')
  })
})

describe('periodEnd', () => {
  const end = (from: string, value: number, unit: 'day' | 'working_day' | 'month') => {
    const { date, tentative } = calendar.periodEnd(Temporal.PlainDate.from(from), { value, unit })
    return `${date}${tentative ? ' dự kiến' : ''}`
  }

  it('counts from the event on, also when that was a closed day', () => {
    expect(end('2026-11-19', 60, 'day')).toBe('2027-01-18')
    expect(end('2026-11-15', 1, 'working_day')).toBe('2026-11-16')
    expect(end('2026-11-15', 0, 'day')).toBe('2026-11-16')
    expect(end('2026-11-14', 0, 'working_day')).toBe('2026-11-16')
    expect(end('2026-11-22', 0, 'working_day')).toBe('2026-11-23 dự kiến')
    expect(end('2026-11-17', 0, 'working_day')).toBe('2026-11-17')
  })

  it('moves on from a closed day, doubtfully when that day is', () => {
    expect(end('2026-11-17', 7, 'day')).toBe('2026-11-25')
    expect(end('2026-12-05', 2, 'month')).toBe('2027-02-11 dự kiến')
  })
})

describe('a year without data', () => {
  it('still counts, by weekends and fixed holidays, and says so', () => {
    expect(due('2029-04-27T09:00', workingDays(1))).toBe('2029-05-02 dự kiến')
    expect(due('2027-12-30T09:00', workingDays(1))).toBe('2027-12-31')
    expect(due('2027-12-30T09:00', workingDays(2))).toBe('2028-01-03 dự kiến')
    expect(due('2024-11-22T09:00', workingDays(1))).toBe('2024-11-25 dự kiến')
  })

  it('knows that 24/11 became a holiday in 2026 only', () => {
    expect(calendar.isWorkingDay(Temporal.PlainDate.from('2028-11-24'))).toBe(false)
    expect(calendar.isWorkingDay(Temporal.PlainDate.from('2023-11-24'))).toBe(true)
  })
})

describe('office hours', () => {
  it('says them, as not confirmed', () => {
    expect(calendar.office('one_stop')).toEqual({
      said: {
        vi: 'các ngày làm việc từ 8 giờ đến 11 giờ 30 và từ 13 giờ 30 đến 17 giờ',
        en: 'working days 8:00–11:30 and 13:30–17:00',
      },
      verified: false,
    })
    expect(calendar.office('police').said.vi).toContain('thứ Bảy từ 8 giờ đến 11 giờ 30')
  })

  it.each([
    ['2026-11-17T08:00', 'one_stop', true],
    ['2026-11-17T07:59', 'one_stop', false],
    ['2026-11-17T11:30', 'one_stop', false],
    ['2026-11-17T13:30', 'one_stop', true],
    ['2026-11-17T17:00', 'one_stop', false],
    ['2026-11-21T09:00', 'one_stop', false],
    ['2026-11-21T09:00', 'police', true],
    ['2026-11-21T14:00', 'police', false],
    ['2026-11-22T09:00', 'police', false],
    ['2026-08-22T14:00', 'police', true],
    ['2026-11-24T09:00', 'police', false],
    ['2026-02-21T09:00', 'police', false],
    ['2027-05-01T09:00', 'police', false],
  ] as const)('at %s %s open: %s', (at, kind, expected) => {
    expect(calendar.isOpen(instant(at), kind)).toBe(expected)
  })

  it.each([
    ['2026-11-17T09:12', 'one_stop', '2026-11-17T09:12'],
    ['2026-11-17T12:00', 'one_stop', '2026-11-17T13:30'],
    ['2026-11-20T17:00', 'one_stop', '2026-11-23T08:00'],
    ['2026-11-20T17:00', 'police', '2026-11-21T08:00'],
    ['2026-02-13T18:00', 'police', '2026-02-23T08:00'],
  ] as const)('opens next after %s (%s): %s', (at, kind, expected) => {
    expect(calendar.nextOpening(instant(at), kind)).toEqual(instant(expected))
  })
})

describe('bad input', () => {
  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9])('refuses %s days', (value) => {
    expect(() => calendar.due(instant('2026-11-17T09:00'), workingDays(value))).toThrow(AppError)
    expect(() => calendar.periodEnd(Temporal.PlainDate.from('2026-11-17'), { value, unit: 'month' })).toThrow(
      AppError,
    )
  })
})

describe('due, with pauses', () => {
  const day = (text: string) => Temporal.PlainDate.from(text)
  const dueAfter = (time: Duration, ...pauses: [string, string][]) =>
    calendar
      .due(instant('2026-10-05T10:00'), time, {
        pauses: pauses.map(([from, to]) => ({ from: day(from), to: day(to) })),
      })
      .date.toString()

  it.each<[string, [string, string][], string]>([
    ['none', [], '2026-10-12'],
    // 6 and 7 were used up; 8, 9 and 12 are left and become 15, 16 and 19.
    ['a week of waiting for papers', [['2026-10-07', '2026-10-14']], '2026-10-19'],
    [
      'two of them, given in disorder',
      [
        ['2026-10-16', '2026-10-20'],
        ['2026-10-07', '2026-10-14'],
      ],
      '2026-10-21',
    ],
    [
      'one within another',
      [
        ['2026-10-07', '2026-10-14'],
        ['2026-10-08', '2026-10-09'],
      ],
      '2026-10-19',
    ],
    ['one on the due day itself', [['2026-10-12', '2026-10-15']], '2026-10-15'],
    ['one that came too late', [['2026-10-13', '2026-10-20']], '2026-10-12'],
    ['one over a weekend', [['2026-10-09', '2026-10-11']], '2026-10-12'],
  ])('%s', (_, pauses, expected) => {
    expect(dueAfter(workingDays(5), ...pauses)).toBe(expected)
  })

  it('moves calendar days by calendar days', () => {
    const tenDays: Duration = { value: 10, unit: 'day' }
    expect(dueAfter(tenDays)).toBe('2026-10-15')
    expect(dueAfter(tenDays, ['2026-10-07', '2026-10-12'])).toBe('2026-10-20')
  })

  it.each([
    // Due on Monday 12/10 but for a pause that begins there: nothing is left when it goes on.
    ['a Saturday', '2026-10-17', '2026-10-19'],
    ['a Sunday', '2026-10-18', '2026-10-19'],
    ['a working day', '2026-10-16', '2026-10-16'],
  ])('goes on on %s with nothing left to count: the next working day', (_, goesOn, expected) => {
    expect(dueAfter(workingDays(5), ['2026-10-12', goesOn])).toBe(expected)
  })
})
