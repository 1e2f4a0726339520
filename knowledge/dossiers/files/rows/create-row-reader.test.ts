import { describe, expect, it } from 'vitest'
import type { Cell } from '../sheet.ts'
import { createRowReader } from './create-row-reader.ts'
import { readHeader } from './read-header.ts'
import type { RowRules } from './row-rules.ts'

const code = 'H26.16.05-261120-0042'
const rules = {
  statusOf: (text: string) => (text === '4' || text === 'đang xử lý' ? (4 as const) : undefined),
  unitOf: (text: string) => (text === 'hoan-kiem' ? 'hoan-kiem' : undefined),
  procedureOf: (text: string) =>
    text === '1.001193' || text === 'Đăng ký khai sinh' ? '1.001193' : undefined,
  now: '2026-11-22T03:00:00.000Z',
}

/** Reads a row that is good but for these cells, by column. */
function read(cells: Record<string, Cell>, dayZero?: string, more: Partial<RowRules> = {}) {
  const row: Record<string, Cell> = { code, status: '4', ...cells }
  const { header } = readHeader({ row: 1, cells: Object.keys(row) })
  return createRowReader(header, { ...rules, ...more }, dayZero)(Object.values(row))
}

describe('a header', () => {
  it.each([
    [['code', 'status', 'phone']],
    [['Trạng thái', 'Số điện thoại', 'MÃ HỒ SƠ']],
    [['trang thai', 'so dien thoai', 'ma ho so'].map((name) => ` ${name}: `)],
    [['Mã hồ sơ'.normalize('NFD'), 'status', 'số điện thoại']],
    [['Mã hồ sơ', 'Tình trạng', 'SĐT']],
    [['Mã hồ sơ', 'Tình trạng hồ sơ', 'SĐT']],
  ])('names columns in either language, in any order: %j', (cells) => {
    expect([...readHeader({ row: 1, cells }).header.keys()].sort()).toEqual(['code', 'phone', 'status'])
  })

  it('names every column of the contract', () => {
    const vietnamese = [
      ...['mã hồ sơ', 'mã thủ tục', 'người nộp', 'số điện thoại', '4 số cuối định danh', 'ngày tiếp nhận'],
      ...['ngày hẹn trả', 'trạng thái', 'đơn vị', 'ghi chú', 'cập nhật lúc', 'giấy tờ cần bổ sung'],
      'số tiền phải nộp',
    ]
    const english = [
      ...[
        'code',
        'procedure',
        'applicant',
        'phone',
        'id_last4',
        'received_at',
        'due_at',
        'status',
        'unit',
        'note',
      ],
      ...['updated_at', 'papers', 'fee_due'],
    ]
    expect([...readHeader({ row: 1, cells: vietnamese }).header.keys()]).toEqual(english)
    expect([...readHeader({ row: 1, cells: english }).header.keys()]).toEqual(english)
  })

  it('names columns as people do', () => {
    const cells = ['mã hồ sơ', 'tình trạng', 'họ tên', 'ngày nhận', 'ngày hẹn']
    expect([...readHeader({ row: 1, cells }).header.keys()]).toEqual([
      ...['code', 'status', 'applicant', 'received_at', 'due_at'],
    ])
  })

  it.each([
    [['DANH SÁCH HỒ SƠ THÁNG 11/2026'], 'it has: "DANH SÁCH HỒ SƠ THÁNG 11/2026"; delete title lines'],
    [['M? h? so', 'Tr?ng th?i'], 'it has: "M? h? so", "Tr?ng th?i"; delete'],
    [['a', '', 'b', 'c', 'd'], 'it has: "a", "b", "c", …; '],
  ])('%j is told with what was seen, and what to do', (cells, message) => {
    expect(() => readHeader({ row: 1, cells })).toThrow(message)
  })

  it.each([
    [[code, 'Nguyễn Văn An', 'Đang xử lý']],
    [['Nguyễn Văn An', '0912 345 678']],
    [['Nguyễn Văn An', 912345678]],
  ])('%j is a dossier, of which nothing is told', (cells) => {
    const refused = () => readHeader({ row: 1, cells })
    expect(refused).toThrow('put a line with the names above it')
    expect(refused).not.toThrow('Nguyễn')
  })

  it('may have no cell where others have one', () => {
    const cells = Object.assign(new Array<Cell>(3), { 0: 'code', 2: 'status' })
    expect([...readHeader({ row: 1, cells }).header.values()]).toEqual([0, 2])
  })

  it('has columns that are not read named, a thousand of them in short', () => {
    const { remarks } = readHeader({
      row: 1,
      cells: ['code', 'status', 'Màu\nsắc', ...Array.from({ length: 1000 }, (_, n) => `c${n}`)],
    })
    expect(remarks).toHaveLength(1)
    expect(remarks[0]).toMatch(/^columns not read: Màu sắc, c0, .* and 991 more$/)
  })

  it.each([
    ['that is missing', [code, '4'], 'the first line must name the columns'],
    ['without a status', ['code', 'phone'], 'lacks status (trạng thái)'],
    ['with a column twice', ['code', 'status', 'mã hồ sơ'], '"code" and "mã hồ sơ" are both code'],
  ])('%s is told', (_, cells, message) => {
    expect(() => readHeader({ row: 1, cells })).toThrow(message)
  })
})

describe('a row', () => {
  it('becomes an update with all that it says', () => {
    const said = read({
      procedure: '1.001193.000.00.00.H26',
      applicant: ' Nguyễn  Văn An',
      phone: '0912 345 678',
      id_last4: '0042',
      received_at: '20/11/2026 08:15',
      due_at: '24/11/2026',
      unit: 'hoan-kiem',
      note: '=HYPERLINK("x")',
      updated_at: '2026-11-21T09:00',
      papers: 'Giấy khai sinh; ; Căn cước',
      supply_by: '30/11/2026',
      fee_due: '1.250.000 đ',
      result: 'Tại bộ phận một cửa',
      apology_at: '23/11/2026',
    })
    expect(said).toEqual({
      warnings: [],
      update: {
        code,
        status: 4,
        procedure: '1.001193',
        applicant: 'Nguyễn  Văn An',
        phone: '0912 345 678',
        idLast4: '0042',
        receivedAt: '2026-11-20T01:15:00.000Z',
        dueAt: '2026-11-24T16:59:59.000Z',
        unit: 'hoan-kiem',
        note: '=HYPERLINK("x")',
        statusAt: '2026-11-21T02:00:00.000Z',
        papers: ['Giấy khai sinh', 'Căn cước'],
        supplyBy: '2026-11-30T16:59:59.000Z',
        feeDue: 1250000,
        result: 'Tại bộ phận một cửa',
        apologyAt: '2026-11-22T17:00:00.000Z',
      },
    })
  })

  it('has papers on lines of their own, and dates with digits of full width', () => {
    const said = read({ papers: 'Giấy khai sinh\nCăn cước', due_at: '２４/１１/２０２６' })
    expect(said).toMatchObject({
      update: { papers: ['Giấy khai sinh', 'Căn cước'], dueAt: '2026-11-24T16:59:59.000Z' },
    })
  })

  it('says nothing by cells that are empty', () => {
    expect(read({ phone: ' ', due_at: '', note: '\u200b' })).toEqual({
      update: { code, status: 4 },
      warnings: [],
    })
  })

  it('has numbers of a workbook read as what they were before Excel took them for quantities', () => {
    const said = read({ phone: 912345678, id_last4: 42, due_at: 46350.5, fee_due: 50000 }, '1899-12-30')
    expect(said).toMatchObject({
      update: { phone: '0912345678', idLast4: '0042', dueAt: '2026-11-24T05:00:00.000Z', feeDue: 50000 },
    })
  })

  it('keeps no more than four digits of an identity number', () => {
    expect(read({ id_last4: '001123456789' })).toMatchObject({ update: { idLast4: '6789' } })
  })

  it.each([
    [{ code: '' }, 'code (mã hồ sơ) is missing'],
    [{ status: ' ' }, 'status (trạng thái) is missing'],
    [{ code: "=cmd|' /C calc'!A0" }, "code (mã hồ sơ) is no dossier's code"],
    [{ code: 12345 }, "code (mã hồ sơ) is no dossier's code"],
    [{ status: '11' }, 'status (trạng thái) is not 1 to 10'],
    [{ due_at: '31/02/2026' }, 'due_at (ngày hẹn trả) is a day or an hour that there is not'],
    [{ received_at: '20/11/26' }, 'received_at (ngày tiếp nhận) has a year of two digits'],
    [{ due_at: 46350 }, 'due_at (ngày hẹn trả) is no date'],
    [{ unit: 'ba-dinh' }, 'unit (đơn vị) is none of those served here'],
    [{ fee_due: '1,25' }, 'fee_due (số tiền phải nộp) is no amount'],
    [{ fee_due: '-5' }, 'fee_due (số tiền phải nộp) is no amount'],
    [{ note: 'x'.repeat(2001) }, 'note (ghi chú) is longer than 2000 characters'],
    [{ note: 'x'.repeat(10 << 20) }, 'note (ghi chú) is longer than 2000 characters'],
    [{ papers: 'a;'.repeat(60) }, 'papers (giấy tờ cần bổ sung) are more than 50'],
  ])('is refused for %j', (cells, reason) => {
    expect(read(cells)).toEqual({ reason: expect.stringContaining(reason) })
  })

  it('is kept with a warning where only something beside it is odd, and quotes nothing', () => {
    const said = read({ procedure: '9.999999', phone: '12345', id_last4: 'abcd' })
    expect(said).toMatchObject({ update: { code, status: 4, procedure: '9.999999' } })
    expect('warnings' in said && said.warnings).toEqual([
      expect.stringContaining('procedure (mã thủ tục) is unknown here'),
      expect.stringContaining('phone (số điện thoại) is no Vietnamese number'),
      expect.stringContaining('id_last4 (4 số cuối định danh) is not four digits'),
    ])
    expect(JSON.stringify(said)).not.toContain('12345"')
  })

  it('has a procedure kept by its code, also where it says the name', () => {
    expect(read({ procedure: 'Đăng ký khai sinh' })).toMatchObject({
      update: { procedure: '1.001193' },
      warnings: [],
    })
  })

  it('is of the one unit that is served, where it says none', () => {
    const served = { unit: 'ba-dinh' }
    expect(read({ unit: ' ' }, undefined, served)).toMatchObject({ update: { unit: 'ba-dinh' } })
    expect(read({ unit: 'hoan-kiem' }, undefined, served)).toMatchObject({ update: { unit: 'hoan-kiem' } })
  })

  it('is kept without a due date that lies before the receipt, which is told', () => {
    expect(read({ received_at: '20/11/2026 08:15', due_at: '19/11/2026' })).toEqual({
      update: { code, status: 4, receivedAt: '2026-11-20T01:15:00.000Z' },
      warnings: ['due_at (ngày hẹn trả) is before received_at (ngày tiếp nhận): it is left out'],
    })
    expect(read({ received_at: '20/11/2026 08:15', due_at: '20/11/2026' })).toMatchObject({
      update: { dueAt: '2026-11-20T16:59:59.000Z' },
      warnings: [],
    })
  })

  it('of a time yet to come is told', () => {
    expect(read({ updated_at: '22/11/2026 10:00' })).toMatchObject({ warnings: [] })
    expect(read({ updated_at: '22/11/2026 10:01' })).toMatchObject({
      warnings: [expect.stringContaining('updated_at (cập nhật lúc) is yet to come')],
    })
  })

  it('never quotes a cell in its reason', () => {
    const bad = 'Nguyễn Văn An 0912345678'
    for (const column of ['code', 'status', 'due_at', 'unit', 'fee_due', 'received_at']) {
      const said = read({ [column]: bad })
      expect('reason' in said && said.reason).not.toMatch(/An|0912/)
    }
  })
})
