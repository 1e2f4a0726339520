import { describe, expect, it } from 'vitest'
import type { DossierRow } from './dossier-columns.ts'
import { viewDossier } from './view-dossier.ts'

const row: DossierRow = {
  id: '7',
  code: 'H26.16-261119-0001',
  unit: 'hoan-kiem',
  procedure: '1.001193',
  applicant: 'Nguyễn Văn An',
  status: 5,
  status_at: '2026-11-19T02:00:00.000Z',
  received_at: '2026-11-18T02:00:00.000Z',
  due_at: '2026-11-25T16:59:00.000Z',
  promised_at: '2026-11-25T10:00:00.000Z',
  finished_at: null,
  returned_at: null,
  papers: ['Giấy chứng sinh'],
  supply_by: '2026-11-24T10:00:00.000Z',
  fee_due: '8000',
  apology_at: null,
  note: 'thiếu giấy',
  result: 'ở quầy 3',
  past: null,
}
const discreet = { discreet: true }
const named = { discreet: false }

describe('a dossier as it is shown', () => {
  it('has what there is, and the applicant so that only who knows them recognises them', () => {
    expect(viewDossier(row, { ...named, follow: { id: '3', tells: 'day' } })).toEqual({
      code: 'H26.16-261119-0001',
      status: 5,
      statusAt: row.status_at,
      unit: 'hoan-kiem',
      receivedAt: row.received_at,
      dueAt: row.due_at,
      supplyBy: row.supply_by,
      feeDue: 8000,
      follow: { id: '3', tells: 'day' },
      procedure: '1.001193',
      applicant: 'N. V. A***',
      papers: ['Giấy chứng sinh'],
      note: 'thiếu giấy',
      result: 'ở quầy 3',
    })
  })

  it('names the applicant to an official', () => {
    const shown = viewDossier(row, { ...named, whole: true })
    expect(shown).toMatchObject({ applicant: 'Nguyễn Văn An', official: true })
  })

  it('takes nobody for an official whose follow is over, nor an official who follows it for themselves', () => {
    expect(viewDossier({ ...row, status: 10 }, named)).not.toHaveProperty('official')
    expect(viewDossier(row, { ...named, whole: true, follow: { id: '3', tells: 'day' } })).not.toHaveProperty(
      'official',
    )
  })

  it('says nothing but status, dates, place and fee on a discreet channel, to an official neither', () => {
    const shown = viewDossier(row, { ...discreet, whole: true })
    expect(shown).toMatchObject({ discreet: true, status: 5, dueAt: row.due_at })
    for (const left of ['procedure', 'applicant', 'papers', 'note', 'result'])
      expect(shown).not.toHaveProperty(left)
    expect(JSON.stringify(shown)).not.toMatch(/An|chứng sinh|thiếu|quầy|1\.001193/)
  })

  it('says what was promised first when that is another day in Hanoi, not another hour of the same', () => {
    expect(viewDossier(row, named).promisedAt).toBeUndefined()
    // 17:30 UTC is half past midnight of the next day.
    const moved = { ...row, due_at: '2026-11-25T17:30:00.000Z' }
    expect(viewDossier(moved, named).promisedAt).toBe(row.promised_at)
  })
})
