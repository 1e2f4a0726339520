import { fold } from '../../../matching/fold.ts'

/** The columns a sheet of dossiers may have, by the names a header may give them, as `plainHeader` makes them. */
const names = {
  code: ['code', 'ma ho so', 'so ho so'],
  status: ['status', 'trang thai', 'trang thai ho so'],
  procedure: ['procedure', 'ma thu tuc', 'ma tthc', 'thu tuc'],
  applicant: ['applicant', 'nguoi nop', 'nguoi nop ho so', 'chu ho so'],
  phone: ['phone', 'so dien thoai', 'dien thoai', 'sdt'],
  id_last4: ['id last4', 'id last 4', '4 so cuoi dinh danh', '4 so cuoi so dinh danh', '4 so cuoi cccd'],
  received_at: ['received at', 'ngay tiep nhan'],
  due_at: ['due at', 'ngay hen tra', 'ngay hen tra ket qua'],
  unit: ['unit', 'don vi'],
  note: ['note', 'ghi chu'],
  updated_at: ['updated at', 'cap nhat luc', 'ngay cap nhat'],
  papers: ['papers', 'giay to can bo sung'],
  supply_by: ['supply by', 'han bo sung'],
  fee_due: ['fee due', 'so tien phai nop'],
  result: ['result', 'ket qua'],
  apology_at: ['apology at', 'ngay xin loi'],
} as const

export type Column = keyof typeof names

export const columnNames = Object.keys(names) as readonly Column[]

const byName = new Map(
  Object.entries(names).flatMap(([column, own]) => own.map((name) => [name as string, column as Column])),
)

/** The column that a header names, in Vietnamese or English, with diacritics or without. */
export function columnOf(header: string): Column | undefined {
  return byName.get(plainHeader(header))
}

/** The contract's own names of a column, for telling what is missing. */
export function sayColumn(column: Column): string {
  return `${column} (${names[column][1]})`
}

function plainHeader(header: string): string {
  return fold(header.slice(0, 100))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
