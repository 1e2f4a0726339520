import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { loadCalendar } from '../../calendar/load-calendar.ts'
import type { DossierStatus, PastStatus } from '../dossier.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { daysLeft } from './days-left.ts'
import { dueInForce } from './due-in-force.ts'
import { nextNotice } from './next-notice.ts'

const { calendar } = await loadCalendar()
const { facts } = await loadDossierFacts()
const { statuses } = facts
const hanoi = (text: string) => Temporal.Instant.from(`${text}+07:00`).toString({ fractionalSecondDigits: 3 })

type Line = [at: string, status: DossierStatus, due?: string | null]

/** Each line keeps the date of the one before unless it says one; the dossier is as the last of them has it. */
function dossierOf(due: string, ...lines: Line[]) {
  let known: string | null = due
  const past = lines.map(([at, status, said]): PastStatus => {
    if (said !== undefined) known = said
    return { at: hanoi(at), status, dueAt: known && hanoi(known) }
  })
  const last = past.at(-1)
  const { at = hanoi('2026-11-19T10:00'), status = 2 as const } = last ?? {}
  return { status, statusAt: at, dueAt: known && hanoi(known), past }
}

function dueOf(due: string, ...lines: Line[]) {
  const inForce = dueInForce(dossierOf(due, ...lines), { calendar, statuses })
  if (!inForce) return undefined
  const local = inForce.at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDateTime()
  return { ...inForce, at: local.toString({ smallestUnit: 'minute' }) }
}

const friday = '2026-11-27T17:00'

describe('the due date in force', () => {
  it('is what the source says of a dossier that never waited', () => {
    expect(dueOf(friday)).toEqual({ at: friday, extended: false, tentative: false })
    expect(dueOf(friday, ['2026-11-19T10:00', 2], ['2026-11-20T09:00', 4])).toMatchObject({ at: friday })
    expect(dueInForce({ status: 4, statusAt: hanoi(friday) }, { calendar, statuses })).toBeUndefined()
  })

  // What is left when it stops is counted anew from the day on which it goes on.
  it.each<[what: string, due: string, from: string, to: string, moved: string]>([
    // Left on Wednesday 25: 26, 27. The pause holds the weekend of 28 and 29.
    ['a weekend within it', friday, '2026-11-25T09:00', '2026-12-01T09:00', '2026-12-03T17:00'],
    // Left on Friday 20: 23, 25, 26 (24 is Ngày Văn hóa Việt Nam). It goes on on Wednesday 25: 26, 27, 30.
    [
      'a weekend and a holiday',
      '2026-11-26T17:00',
      '2026-11-20T09:00',
      '2026-11-25T09:00',
      '2026-11-30T17:00',
    ],
    // Left on Friday 13: 23, 24. Tết is from 16 to 20.
    ['Tết within it', '2026-02-24T17:00', '2026-02-13T09:00', '2026-02-25T09:00', '2026-02-27T17:00'],
    // Left on Thursday 20: 21 and the worked Saturday 22.
    ['a worked Saturday', '2026-08-22T17:00', '2026-08-20T09:00', '2026-08-24T09:00', '2026-08-26T17:00'],
    [
      'its beginning on the day it was due',
      friday,
      '2026-11-27T09:00',
      '2026-12-01T09:00',
      '2026-12-01T17:00',
    ],
    ['nothing but a weekend', '2026-12-02T17:00', '2026-11-28T09:00', '2026-11-29T09:00', '2026-12-02T17:00'],
  ])('is moved by a pause with %s', (_, due, from, to, moved) => {
    const isMoved = due !== moved
    expect(dueOf(due, ['2026-02-02T10:00', 2], [from, 5], [to, 4])).toMatchObject({
      at: moved,
      extended: isMoved,
    })
    expect(dueOf(due, ['2026-02-02T10:00', 2], [from, 6], [to, 2])).toMatchObject({ at: moved })
  })

  it('is not moved yet by the pause that lasts, but by those before it', () => {
    const waits: Line[] = [['2026-11-25T09:00', 5]]
    expect(dueOf(friday, ...waits)).toMatchObject({ at: friday, extended: false })
    expect(dueOf(friday, ...waits, ['2026-11-30T09:00', 6])).toMatchObject({ at: friday })
    const again: Line[] = [...waits, ['2026-12-01T09:00', 4], ['2026-12-02T09:00', 6]]
    expect(dueOf(friday, ...again)).toMatchObject({ at: '2026-12-03T17:00', extended: true })
    expect(dueOf(friday, ...again, ['2026-12-04T09:00', 4])).toMatchObject({ at: '2026-12-07T17:00' })
  })

  it('stands still since the pause began, whatever is waited for by now', () => {
    const sinceOf = (...lines: Line[]) => {
      const dossier = dossierOf(friday, ['2026-11-19T10:00', 2], ...lines)
      const left = daysLeft(dossier, { calendar, statuses, today: Temporal.PlainDate.from('2026-12-03') })
      return left?.kind === 'paused' ? left.since.toString() : left?.kind
    }
    expect(sinceOf(['2026-11-25T09:00', 5], ['2026-11-30T09:00', 6])).toBe('2026-11-25')
    expect(sinceOf(['2026-11-25T09:00', 5], ['2026-12-01T09:00', 4], ['2026-12-02T09:00', 6])).toBe(
      '2026-12-02',
    )
  })

  it.each<[when: string, Line[]]>([
    [
      'when it asked for papers',
      [
        ['2026-11-25T09:00', 5, '2026-12-02T17:00'],
        ['2026-12-01T09:00', 4],
      ],
    ],
    [
      'meanwhile',
      [
        ['2026-11-25T09:00', 5],
        ['2026-11-26T09:00', 5, '2026-12-02T17:00'],
        ['2026-12-01T09:00', 4],
      ],
    ],
    [
      'with the end of it',
      [
        ['2026-11-25T09:00', 5],
        ['2026-12-01T09:00', 4, '2026-12-02T17:00'],
      ],
    ],
    [
      'after it',
      [
        ['2026-11-25T09:00', 5],
        ['2026-12-01T09:00', 4],
        ['2026-12-02T08:00', 4, '2026-12-02T17:00'],
      ],
    ],
  ])('is what the source says anew %s', (_, lines) => {
    const due = dueOf(friday, ['2026-11-19T10:00', 2], ...lines)
    expect(due).toEqual({ at: '2026-12-02T17:00', extended: false, tentative: false })
  })

  it('is moved from what the source had said anew before the pause', () => {
    const lines: Line[] = [
      ['2026-11-19T10:00', 2],
      ['2026-11-20T10:00', 2, friday],
    ]
    expect(
      dueOf('2026-11-24T17:00', ...lines, ['2026-11-25T09:00', 5], ['2026-12-01T09:00', 4]),
    ).toMatchObject({
      at: '2026-12-03T17:00',
    })
  })

  it('is not moved by what was over when the source said a date for the first time', () => {
    const waited: Line[] = [
      ['2026-11-19T10:00', 2, null],
      ['2026-11-25T09:00', 5],
    ]
    expect(dueOf('', ...waited, ['2026-12-01T09:00', 4, friday])).toMatchObject({
      at: friday,
      extended: false,
    })
    expect(dueOf('', ...waited, ['2026-12-01T09:00', 4, null])).toBeUndefined()
  })

  it('is moved by the pause in which it was first heard of', () => {
    expect(dueOf(friday, ['2026-11-25T09:00', 5], ['2026-12-01T09:00', 4])).toMatchObject({
      at: '2026-12-03T17:00',
    })
  })

  it('is left alone when it was over before the pause, or is of a wrong year', () => {
    expect(dueOf(friday, ['2026-11-30T09:00', 5], ['2026-12-10T09:00', 4])).toMatchObject({ at: friday })
    const wrong = '9999-01-01T17:00'
    expect(dueOf(wrong, ['2026-11-30T09:00', 5], ['2026-12-10T09:00', 4])).toMatchObject({ at: wrong })
  })

  it('is in doubt across a day that is not announced', () => {
    const waits: Line[] = [
      ['2026-11-19T09:00', 5],
      ['2026-11-20T09:00', 4],
    ]
    expect(dueOf('2026-11-25T17:00', ...waits)).toMatchObject({ at: '2026-11-26T17:00', tentative: true })
    expect(dueOf('2026-11-25T17:00')).toMatchObject({ tentative: false })
  })
})

describe('a dossier that goes on after a pause', () => {
  /** Due on Friday 27, paused from Wednesday 25 to Tuesday 1: now due on Thursday 3. */
  const gone = dossierOf(friday, ['2026-11-19T10:00', 2], ['2026-11-25T09:00', 5], ['2026-12-01T09:00', 4])
  const left = (today: string) =>
    daysLeft(gone, { calendar, statuses, today: Temporal.PlainDate.from(today) })

  it('has the days left that it had, and is late no earlier', () => {
    expect(left('2026-12-01')).toMatchObject({ kind: 'left', days: 2, extended: true })
    expect(left('2026-12-03')).toMatchObject({ kind: 'today', extended: true })
    expect(left('2026-12-04')).toMatchObject({ kind: 'late', days: 1, extended: true })
  })

  it('is told of by the clock at the date in force', () => {
    const next = (now: string, given: string[] = []) => {
      const notice = nextNotice(gone, { given, calendar, facts, now: Temporal.Instant.from(hanoi(now)) })
      return notice && `${notice.key} at ${notice.at}`
    }
    expect(next('2026-12-01T09:00')).toBe('due_soon:2026-12-03 at 2026-12-02T01:00:00Z')
    expect(next('2026-12-03T09:00', ['due_soon:2026-12-03'])).toBe(
      'overdue:2026-12-03 at 2026-12-04T01:00:00Z',
    )
  })
})
