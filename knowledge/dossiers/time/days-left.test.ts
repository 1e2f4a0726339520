import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { loadCalendar } from '../../calendar/load-calendar.ts'
import type { DossierStatus } from '../dossier.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { daysLeft } from './days-left.ts'

const { calendar } = await loadCalendar()
const { statuses } = (await loadDossierFacts()).facts

function left(today: string, dueAt = '2026-11-27T10:00:00.000Z', status: DossierStatus = 4) {
  const dossier = { status, statusAt: '2026-11-20T02:00:00.000Z', dueAt }
  return daysLeft(dossier, { calendar, statuses, today: Temporal.PlainDate.from(today) })
}

describe('the days that a dossier has left', () => {
  it.each([
    ['2026-11-19', 5],
    ['2026-11-20', 4],
    ['2026-11-21', 4],
    ['2026-11-23', 3],
    ['2026-11-24', 3],
    ['2026-11-26', 1],
  ])('are working days: on %s there are %i', (today, days) => {
    expect(left(today)).toMatchObject({ kind: 'left', days })
  })

  it('are none on the day itself, and then count up', () => {
    expect(left('2026-11-27')).toMatchObject({ kind: 'today' })
    expect(left('2026-11-28')).toMatchObject({ kind: 'late', days: 0 })
    expect(left('2026-12-01')).toMatchObject({ kind: 'late', days: 2 })
  })

  it('are counted by the day that it is in Hanoi', () => {
    expect(left('2026-11-26', '2026-11-26T17:30:00.000Z')).toMatchObject({ kind: 'left', days: 1 })
  })

  it('are in doubt across a day that is not announced', () => {
    expect(left('2026-11-19')).toMatchObject({ tentative: true })
    expect(left('2026-11-25')).toMatchObject({ tentative: false })
    expect(left('2027-02-03', '2027-02-12T10:00:00.000Z')).toMatchObject({ days: 2, tentative: true })
  })

  it('stand still while papers or money are waited for', () => {
    for (const status of [5, 6] as const) {
      const paused = left('2026-12-20', undefined, status)
      expect(paused).toMatchObject({ kind: 'paused' })
      expect(paused?.kind === 'paused' && paused.since.toString()).toBe('2026-11-20')
    }
  })

  it.each([3, 7, 8, 9, 10] as const)('are no matter in status %i', (status) => {
    expect(left('2026-11-20', undefined, status)).toBeUndefined()
  })

  it('take no long time for a year that is wrong', () => {
    expect(left('2026-11-20', '9999-01-01T10:00:00.000Z')).toMatchObject({ kind: 'left' })
  })
})
