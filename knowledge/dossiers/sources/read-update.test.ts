import { describe, expect, it } from 'vitest'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { createUnitReader } from './create-unit-reader.ts'
import { readUpdate } from './read-update.ts'

const { facts } = await loadDossierFacts()
const unitOf = createUnitReader(
  [
    { slug: 'hoan-kiem', name: 'Hoàn Kiếm', type: 'phuong' },
    { slug: 'ba-dinh', name: 'Ba Đình', type: 'phuong' },
  ],
  ['hoan-kiem'],
)
const read = (record: Record<string, unknown>) => readUpdate(record, { statusOf: facts.statusOf, unitOf })
const least = { code: 'H26.15.3-261120-0012', status: 4 }

describe('readUpdate', () => {
  it('reads all that a record may say', () => {
    const record = {
      code: ' h26.15.3–261120–0012 ',
      procedure: '1.001193',
      applicant: 'Nguyễn Thị Hà',
      phone: '0912 345 678',
      id_last4: '4567',
      received_at: '20/11/2026 08:05',
      due_at: '27/11/2026',
      status: 'Yêu cầu bổ sung giấy tờ',
      status_at: '2026-11-21T09:30:00+07:00',
      unit: 'UBND phường Hoàn Kiếm',
      note: 'Thiếu giấy\r\nchứng\u202e sinh\ud800',
      papers: ['Giấy chứng sinh', ' '],
      supply_by: '2026-12-01',
      fee_due: '135.000 đ',
      result: 'Bản chính',
      apology_at: '2026-11-26T02:00:00Z',
      somethingElse: 1,
    }
    expect(read(record)).toEqual({
      ok: true,
      update: {
        code: 'H26.15.3-261120-0012',
        procedure: '1.001193',
        applicant: 'Nguyễn Thị Hà',
        phone: '0912 345 678',
        idLast4: '4567',
        receivedAt: '2026-11-20T01:05:00.000Z',
        dueAt: '2026-11-27T16:59:59.000Z',
        status: 5,
        statusAt: '2026-11-21T02:30:00.000Z',
        unit: 'hoan-kiem',
        note: 'Thiếu giấy\nchứng sinh\ufffd',
        papers: ['Giấy chứng sinh'],
        supplyBy: '2026-12-01T16:59:59.000Z',
        feeDue: 135_000,
        result: 'Bản chính',
        apologyAt: '2026-11-26T02:00:00.000Z',
      },
    })
  })

  it('leaves out what is null or empty', () => {
    expect(read({ ...least, phone: null, note: '', papers: '', due_at: ' ' })).toEqual({
      ok: true,
      update: { code: least.code, status: 4 },
    })
  })

  it('takes papers by lines', () => {
    expect(read({ ...least, papers: 'Giấy chứng sinh\nCCCD của mẹ' })).toMatchObject({
      update: { papers: ['Giấy chứng sinh', 'CCCD của mẹ'] },
    })
  })

  it('reads what a sheet may hold as a sheet is read', () => {
    const record = {
      ...least,
      phone: 912345678,
      due_at: '27.11.2026, 8h30',
      received_at: '20-11-2026',
      papers: 'Giấy chứng sinh; CCCD của mẹ',
      procedure: '1.001193.000.00.00.H26',
    }
    expect(read(record)).toMatchObject({
      update: {
        phone: '0912345678',
        dueAt: '2026-11-27T01:30:00.000Z',
        receivedAt: '2026-11-19T17:00:00.000Z',
        papers: ['Giấy chứng sinh', 'CCCD của mẹ'],
        procedure: '1.001193',
      },
    })
  })

  it('keeps the papers of a list apart as they are', () => {
    expect(read({ ...least, papers: ['Giấy chứng sinh;\nbản sao', 'CCCD'] })).toMatchObject({
      update: { papers: ['Giấy chứng sinh, bản sao', 'CCCD'] },
    })
  })

  it.each<[Record<string, unknown>, string]>([
    [{ code: undefined }, 'code: missing'],
    [{ code: 'H26' }, 'code: is no dossier'],
    [{ code: { a: 1 } }, 'code: is not a text'],
    [{ status: null }, 'status: missing'],
    [{ status: 11 }, 'status: is not 1 to 10'],
    [{ status: true }, 'status: is not a text'],
    [{ due_at: '31/02/2026' }, 'due_at: is a day or an hour that there is not'],
    [{ due_at: '27/11/26' }, 'due_at: has a year of two digits'],
    [{ received_at: '2026-11-20T25:00' }, 'received_at: is a day or an hour'],
    [{ received_at: '9999-12-31' }, 'received_at: has a year outside'],
    [{ phone: '12' }, 'phone: is no Vietnamese number'],
    [{ id_last4: '00-1203' }, 'id_last4: is not four digits'],
    [{ unit: 'phường Sài Gòn' }, 'unit: is no unit'],
    [{ unit: 'ba-dinh' }, 'unit: is none of those served'],
    [{ fee_due: '12,5' }, 'fee_due: is no amount'],
    [{ fee_due: -1 }, 'fee_due: is no amount'],
    [{ note: 'x'.repeat(2001) }, 'note: is not a text, or too long'],
    [{ papers: [1] }, 'papers: is not a text, or too long'],
    [{ papers: Array.from({ length: 51 }, () => 'a') }, 'papers: are more than 50'],
  ])('refuses %j, naming the field', (change, reason) => {
    const found = read({ ...least, ...change })
    expect(found).toMatchObject({ ok: false, reason: expect.stringContaining(reason) })
  })

  it('quotes nothing of what it refuses', () => {
    const record = { code: 'sai', phone: '0912', id_last4: '123456789', applicant: 'Hà'.repeat(200) }
    expect(JSON.stringify(read(record))).not.toMatch(/sai|0912|1234|Hà/)
  })

  it('is not misled by what every object has', () => {
    expect(read(JSON.parse('{"__proto__": {"code": "H26.15.3-261120-0012", "status": 4}}'))).toMatchObject({
      ok: false,
    })
  })
})
