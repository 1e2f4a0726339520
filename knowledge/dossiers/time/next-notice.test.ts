import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { loadCalendar } from '../../calendar/load-calendar.ts'
import type { DossierStatus } from '../dossier.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { nextNotice } from './next-notice.ts'

const { calendar } = await loadCalendar()
const { facts } = await loadDossierFacts()
const hanoi = (text: string) => Temporal.Instant.from(`${text}+07:00`).toString()

function next(
  dossier: { status: DossierStatus; dueAt?: string; finishedAt?: string },
  now: string,
  given: string[] = [],
  over = facts,
) {
  const notice = nextNotice(
    { statusAt: hanoi('2026-11-20T09:00'), ...dossier },
    { given, calendar, facts: over, now: Temporal.Instant.from(hanoi(now)) },
  )
  if (!notice) return null
  const { key, at } = notice
  return `${key} at ${at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDateTime().toString({ smallestUnit: 'minute' })}`
}

/** Friday 2026-11-27, five working days after Thursday 19. */
const running = { status: 4 as const, dueAt: hanoi('2026-11-27T17:00') }
const ready = { status: 9 as const, dueAt: running.dueAt, finishedAt: hanoi('2026-11-26T16:00') }

describe('what the clock has to say of a dossier', () => {
  it('is first that it is due soon, and then that it is overdue', () => {
    expect(next(running, '2026-11-20T10:00')).toBe('due_soon:2026-11-27 at 2026-11-26T08:00')
    expect(next(running, '2026-11-26T08:01', ['due_soon:2026-11-27'])).toBe(
      'overdue:2026-11-27 at 2026-11-30T08:00',
    )
    expect(next(running, '2026-12-01T08:00', ['due_soon:2026-11-27', 'overdue:2026-11-27'])).toBeNull()
  })

  it.each([
    ['a Monday', '2026-11-30T17:00', '2026-11-27T08:00', '2026-12-01T08:00'],
    ['the day after a holiday', '2026-11-25T17:00', '2026-11-23T08:00', '2026-11-26T08:00'],
    ['the day before a worked Saturday', '2026-08-21T17:00', '2026-08-20T08:00', '2026-08-22T08:00'],
    ['the day after Tết', '2026-02-23T17:00', '2026-02-13T08:00', '2026-02-24T08:00'],
  ])('comes on working days: due on %s', (_, due, soon, over) => {
    const dossier = { status: 2 as const, dueAt: hanoi(due) }
    const date = due.slice(0, 10)
    expect(next(dossier, '2026-01-20T10:00')).toBe(`due_soon:${date} at ${soon}`)
    expect(next(dossier, '2026-01-20T10:00', [`due_soon:${date}`])).toBe(`overdue:${date} at ${over}`)
  })

  it('is still said when it was missed, but not that it is soon once it is not', () => {
    expect(next(running, '2026-11-27T10:00')).toBe('due_soon:2026-11-27 at 2026-11-26T08:00')
    expect(next(running, '2026-11-27T17:00')).toBe('overdue:2026-11-27 at 2026-11-30T08:00')
    expect(next(running, '2026-12-20T10:00')).toBe('overdue:2026-11-27 at 2026-11-30T08:00')
  })

  it('comes anew for a due date that moved', () => {
    const moved = { ...running, dueAt: hanoi('2026-12-03T17:00') }
    expect(next(moved, '2026-11-30T10:00', ['due_soon:2026-11-27', 'overdue:2026-11-27'])).toBe(
      'due_soon:2026-12-03 at 2026-12-02T08:00',
    )
  })

  it.each([1, 3, 5, 6, 7, 8, 10] as const)('is nothing in status %i', (status) => {
    expect(next({ ...running, status, finishedAt: hanoi('2026-11-26T16:00') }, '2026-11-20T10:00')).toBeNull()
  })

  it('is nothing without a due date', () => {
    expect(next({ status: 4 }, '2026-11-20T10:00')).toBeNull()
  })

  it('is twice that a result waits, and never again', () => {
    expect(next(ready, '2026-11-26T16:00')).toBe('uncollected:1 at 2026-12-03T08:00')
    expect(next(ready, '2026-12-03T08:00', ['uncollected:1'])).toBe('uncollected:2 at 2026-12-17T08:00')
    expect(next(ready, '2027-01-20T08:00', ['uncollected:1', 'uncollected:2'])).toBeNull()
  })

  it('is one reminder and not two when both were missed', () => {
    expect(next(ready, '2026-12-10T10:00')).toBe('uncollected:1 at 2026-12-03T08:00')
    expect(next(ready, '2026-12-20T10:00')).toBe('uncollected:2 at 2026-12-17T08:00')
  })

  it('waits for a working day', () => {
    const finishedAt = hanoi('2026-11-17T16:00')
    expect(next({ ...ready, finishedAt }, '2026-11-18T10:00')).toBe('uncollected:1 at 2026-11-25T08:00')
  })

  it('follows the rules that a ward has written down', () => {
    const own = {
      ...facts,
      rules: { ...facts.rules, due_soon_working_days: 2, notice_hour: '09:30', uncollected_after_days: [3] },
    }
    expect(next(running, '2026-11-20T10:00', [], own)).toBe('due_soon:2026-11-27 at 2026-11-25T09:30')
    expect(next(ready, '2026-11-27T10:00', ['uncollected:1'], own)).toBeNull()
  })

  it('comes to an end, on working days, in order', () => {
    const minutes = fc.integer({ min: 0, max: 600 * 24 * 60 })
    const status = fc.integer({ min: 1, max: 10 }).map((number) => number as DossierStatus)
    const start = Temporal.Instant.from('2026-01-01T00:00+07:00')
    fc.assert(
      fc.property(status, minutes, minutes, minutes, (is, due, finished, at) => {
        const dossier = {
          status: is,
          statusAt: start.toString(),
          dueAt: start.add({ minutes: due }).toString(),
          finishedAt: start.add({ minutes: finished }).toString(),
        }
        const now = start.add({ minutes: at })
        const given: string[] = []
        const times: string[] = []
        for (let i = 0; i < 5; i++) {
          const notice = nextNotice(dossier, { given, calendar, facts, now })
          if (!notice) break
          const local = notice.at.toZonedDateTimeISO('Asia/Ho_Chi_Minh')
          expect(calendar.isWorkingDay(local.toPlainDate())).toBe(true)
          expect(given).not.toContain(notice.key)
          given.push(notice.key)
          times.push(notice.at.toString())
        }
        expect(given.length).toBeLessThanOrEqual(2)
        expect(times).toEqual(times.toSorted())
      }),
    )
  })
})
