import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { loadCalendar } from './load-calendar.ts'

const { calendar } = await loadCalendar()
const start = Temporal.Instant.from('2024-12-01T00:00+07:00')

/** Minutes over four years: those with data, and a little on both sides. */
const minute = fc.integer({ min: 0, max: 4 * 366 * 24 * 60 })
const received = minute.map((minutes) => start.add({ minutes }))
const count = fc.integer({ min: 0, max: 400 })
const time = fc.record({
  value: count,
  unit: fc.constantFrom('same_day', 'hour', 'day', 'working_day', 'month' as const),
  cutoff: fc.constantFrom(undefined, '10:00', '15:00'),
})
const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate()

describe('the working-day clock', () => {
  it('always ends on a working day, and never before it began', () => {
    fc.assert(
      fc.property(received, time, (at, asked) => {
        const { date, at: end } = calendar.due(at, asked)
        expect(calendar.isWorkingDay(date)).toBe(true)
        expect(dayOf(end).equals(date)).toBe(true)
        expect(Temporal.Instant.compare(end, at)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('never promises an earlier date to who comes later', () => {
    fc.assert(
      fc.property(received, minute, time, (at, minutes, asked) => {
        const first = calendar.due(at, asked)
        const second = calendar.due(at.add({ minutes: minutes % 20_000 }), asked)
        expect(Temporal.PlainDate.compare(first.date, second.date)).toBeLessThanOrEqual(0)
      }),
    )
  })

  it('crosses exactly as many working days as were asked for', () => {
    fc.assert(
      fc.property(received, fc.integer({ min: 0, max: 60 }), (at, value) => {
        const from = dayOf(at)
        const { date } = calendar.periodEnd(from, { value, unit: 'working_day' })
        let crossed = 0
        for (
          let day = from.add({ days: 1 });
          Temporal.PlainDate.compare(day, date) <= 0;
          day = day.add({ days: 1 })
        ) {
          if (calendar.isWorkingDay(day)) crossed++
        }
        // Of no days at all a closed day still has to move on to the next that is open.
        expect(crossed).toBe(value === 0 && !calendar.isWorkingDay(from) ? 1 : value)
      }),
    )
  })

  it('takes more time for more days', () => {
    fc.assert(
      fc.property(received, count, count, (at, one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one]
        const end = (value: number) => calendar.due(at, { value, unit: 'working_day' }).date
        expect(Temporal.PlainDate.compare(end(less), end(more))).toBeLessThanOrEqual(0)
      }),
    )
  })

  it('takes as long in two parts as in one', () => {
    const few = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(received, few, few, (at, one, other) => {
        const later = (from: Temporal.PlainDate, value: number) =>
          calendar.periodEnd(from, { value, unit: 'working_day' }).date
        const from = later(dayOf(at), 1)
        expect(later(later(from, one), other).equals(later(from, one + other))).toBe(true)
      }),
    )
  })

  it('is never made earlier by a pause, and never due on a closed day', () => {
    // Pauses anywhere, and those that begin on the day it is due and end on a weekend: nothing is left to count then.
    const offset = fc.integer({ min: -5, max: 60 })
    const anywhere = fc.record({ on: fc.constant('any' as const), from: offset, length: offset })
    const atTheEnd = fc.record({
      on: fc.constant('due' as const),
      weekend: fc.constantFrom(6, 7),
      weeks: fc.nat({ max: 3 }),
    })
    fc.assert(
      fc.property(
        received,
        time,
        fc.array(fc.oneof(anywhere, atTheEnd), { maxLength: 4 }),
        (at, asked, kinds) => {
          const day0 = dayOf(at)
          const pauses: { from: Temporal.PlainDate; to: Temporal.PlainDate }[] = []
          for (const kind of kinds) {
            const end = calendar.due(at, asked, { pauses }).date
            pauses.push(
              kind.on === 'any'
                ? { from: day0.add({ days: kind.from }), to: day0.add({ days: kind.from + kind.length }) }
                : { from: end, to: end.add({ days: kind.weekend - end.dayOfWeek, weeks: kind.weeks }) },
            )
          }
          const paused = calendar.due(at, asked, { pauses })
          expect(calendar.isWorkingDay(paused.date)).toBe(true)
          expect(dayOf(paused.at).equals(paused.date)).toBe(true)
          expect(
            Temporal.PlainDate.compare(paused.date, calendar.due(at, asked).date),
          ).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })

  it('finds the next opening: open then, closed until then', () => {
    fc.assert(
      fc.property(received, fc.constantFrom('one_stop', 'police' as const), (at, kind) => {
        const opening = calendar.nextOpening(at, kind)
        expect(calendar.isOpen(opening, kind)).toBe(true)
        if (calendar.isOpen(at, kind)) expect(opening.equals(at)).toBe(true)
        else {
          expect(Temporal.Instant.compare(opening, at)).toBe(1)
          expect(calendar.isOpen(opening.subtract({ seconds: 1 }), kind)).toBe(false)
        }
      }),
    )
  })
})
