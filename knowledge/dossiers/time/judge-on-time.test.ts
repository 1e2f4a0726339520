import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Duration } from '../../calendar/calendar.ts'
import { loadCalendar } from '../../calendar/load-calendar.ts'
import type { DossierStatus, PastStatus } from '../dossier.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { dueInForce } from './due-in-force.ts'
import { judgeOnTime } from './judge-on-time.ts'

const { calendar } = await loadCalendar()
const { statuses } = (await loadDossierFacts()).facts
const instant = (text: string) => Temporal.Instant.from(`${text}+07:00`)
const iso = (at: Temporal.Instant) => at.toString({ fractionalSecondDigits: 3 })
const hanoi = (text: string) => iso(instant(text))

const days = (value: number, cutoff?: string): Duration => ({
  value,
  unit: 'working_day',
  ...(cutoff !== undefined && { cutoff }),
})

/** The working-day clock's worked cases: received, time, due. */
const worked = [
  ['2026-11-19T10:00', days(5), '2026-11-27'],
  ['2026-11-19T15:30', days(5, '15:00'), '2026-11-30'],
  ['2026-08-21T09:00', days(3), '2026-08-25'],
  ['2026-08-28T09:00', days(1), '2026-09-03'],
  ['2026-02-11T09:00', days(5), '2026-02-25'],
  ['2026-10-01T09:00', { value: 24, unit: 'day' }, '2026-10-26'],
] as const

function judge(status: DossierStatus, dueAt: string | null, at: string, history: readonly PastStatus[] = []) {
  const isFinished = status >= 9
  return judgeOnTime(
    { status, statusAt: hanoi(at), dueAt, finishedAt: isFinished ? hanoi(at) : null, apologyAt: null },
    history,
    { calendar, statuses, now: instant(isFinished ? '2027-01-20T09:00' : at) },
  )
}

describe('a dossier', () => {
  it.each(worked)('received %s is judged by its due date', (received, time, date) => {
    const dueAt = iso(calendar.due(instant(received), time).at)
    expect(dueAt).toBe(hanoi(`${date}T17:00`))
    const before = Temporal.PlainDate.from(date).subtract({ days: 1 }).toString()
    expect(judge(9, dueAt, `${before}T16:59`)).toBe('early')
    expect(judge(9, dueAt, `${date}T17:00`)).toBe('on_time')
    expect(judge(10, dueAt, `${date}T17:01`)).toBe('late')
    expect(judge(4, dueAt, `${date}T17:00`)).toBe('running')
    expect(judge(4, dueAt, `${date}T17:01`)).toBe('overdue')
  })

  const dueAt = hanoi('2026-11-27T17:00')

  it('that is collected late is still finished in time', () => {
    const dossier = {
      status: 10 as const,
      apologyAt: null,
      statusAt: hanoi('2026-12-30T09:00'),
      dueAt,
      finishedAt: hanoi('2026-11-27T09:00'),
    }
    expect(judgeOnTime(dossier, [], { calendar, statuses, now: instant('2027-01-01T09:00') })).toBe('on_time')
  })

  it.each([
    [1, 'running'],
    [2, 'overdue'],
    [3, undefined],
    [5, 'running'],
    [6, 'running'],
    [7, undefined],
    [8, undefined],
  ] as const)('long past its date is in status %i: %s', (status, is) => {
    expect(judge(status, dueAt, '2026-12-30T09:00')).toBe(is)
  })

  it('without a date is running, and then no matter', () => {
    expect(judge(4, null, '2026-12-30T09:00')).toBe('running')
    expect(judge(9, null, '2026-12-30T09:00')).toBeUndefined()
  })
})

describe('a new date that came with an apology', () => {
  const handled = {
    status: 9 as const,
    statusAt: hanoi('2026-12-02T09:00'),
    dueAt: hanoi('2026-12-04T17:00'),
  }
  const history: PastStatus[] = [
    { at: hanoi('2026-11-19T10:00'), status: 2, dueAt: hanoi('2026-11-27T17:00') },
    { at: hanoi('2026-11-26T10:00'), status: 4, dueAt: hanoi('2026-12-04T17:00') },
  ]
  const given = { calendar, statuses, now: instant('2026-12-10T09:00') }

  it('makes nothing timely that was promised for earlier', () => {
    const apologyAt = hanoi('2026-11-26T09:00')
    expect(judgeOnTime({ ...handled, finishedAt: handled.statusAt, apologyAt }, history, given)).toBe('late')
    expect(judgeOnTime({ ...handled, finishedAt: handled.statusAt, apologyAt: null }, history, given)).toBe(
      'early',
    )
    const running = { ...handled, status: 4 as const, finishedAt: null, apologyAt }
    expect(judgeOnTime(running, history, { ...given, now: instant('2026-12-01T09:00') })).toBe('overdue')
  })
})

describe('a pause', () => {
  const dueAt = hanoi('2026-11-27T17:00')
  const past = (...lines: [string, DossierStatus, string?][]): PastStatus[] =>
    lines.map(([at, status, due = '2026-11-27T17:00']) => ({ at: hanoi(at), status, dueAt: hanoi(due) }))
  /** From Friday 20 (four days left: 23, 25, 26, 27) to Thursday 26: on 27, 30, 1 and 2. */
  const supplied = past(['2026-11-19T10:00', 2], ['2026-11-20T09:00', 5], ['2026-11-26T09:00', 4])

  it('extends the due date by the working days it took', () => {
    expect(judge(9, dueAt, '2026-12-02T17:00', supplied)).toBe('on_time')
    expect(judge(9, dueAt, '2026-12-02T17:01', supplied)).toBe('late')
    expect(judge(4, dueAt, '2026-12-02T10:00', supplied)).toBe('running')
    expect(judge(4, dueAt, '2026-12-03T08:00', supplied)).toBe('overdue')
  })

  it('is one when papers and then money were waited for', () => {
    const twice = past(['2026-11-20T09:00', 5], ['2026-11-23T09:00', 6], ['2026-11-26T09:00', 4])
    expect(judge(9, dueAt, '2026-12-02T17:00', twice)).toBe('on_time')
  })

  it('extends nothing when the source moved the date itself', () => {
    const moved = past(['2026-11-20T09:00', 5], ['2026-11-26T09:00', 4, '2026-11-30T17:00'])
    expect(judge(9, hanoi('2026-11-30T17:00'), '2026-12-01T09:00', moved)).toBe('late')
    const movedAfter = [...supplied, ...past(['2026-11-26T15:00', 4, '2026-11-30T17:00'])]
    expect(judge(9, hanoi('2026-11-30T17:00'), '2026-12-01T09:00', movedAfter)).toBe('late')
  })

  it('extends the date that the source had moved before', () => {
    const moved = past(['2026-11-19T10:00', 2, '2026-11-25T17:00'], ['2026-11-19T11:00', 4])
    expect(judge(9, dueAt, '2026-12-02T17:00', [...moved, ...supplied.slice(1)])).toBe('on_time')
  })

  it('begun when it was overdue extends nothing', () => {
    const late = past(['2026-11-30T09:00', 5], ['2026-12-10T09:00', 4])
    expect(judge(9, dueAt, '2026-12-10T10:00', late)).toBe('late')
  })

  it('is read from the history in whatever order it was heard of', () => {
    expect(judge(9, dueAt, '2026-12-02T17:00', supplied.toReversed())).toBe('on_time')
  })

  it('moves the date as the calendar moves it', () => {
    const start = instant('2026-03-02T09:00')
    const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 20 })), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 60 }),
        gaps,
        (later, value, spans) => {
          const received = start.add({ hours: later * 24 })
          let at = received
          const pauses = spans.map(([before, long]) => {
            const from = at.add({ hours: before * 24 })
            at = from.add({ hours: long * 24 })
            return { from, to: at }
          })
          const day = (one: Temporal.Instant) => one.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate()
          const due = iso(calendar.due(received, days(value)).at)
          const history = pauses.flatMap(({ from, to }): PastStatus[] => [
            { at: iso(from), status: 5, dueAt: due },
            { at: iso(to), status: 4, dueAt: due },
          ])
          const dossier = { status: 4 as const, statusAt: iso(at), dueAt: due, past: history }
          const moved = dueInForce(dossier, { calendar, statuses })
          const expected = calendar.due(received, days(value), {
            pauses: pauses.map(({ from, to }) => ({ from: day(from), to: day(to) })),
          })
          expect(moved?.at.toString()).toBe(expected.at.toString())
        },
      ),
    )
  })
})
