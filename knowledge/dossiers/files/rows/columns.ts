import { fold } from '../../../matching/fold.ts'

/**
 * The columns a sheet of dossiers may have: first the contract's names, English and Vietnamese, then what else people
 * write for them. Case, diacritics and punctuation do not matter.
 */
const names = {
  code: ['code', 'mã hồ sơ', 'số hồ sơ'],
  status: ['status', 'trạng thái', 'trạng thái hồ sơ', 'tình trạng', 'tình trạng hồ sơ'],
  procedure: ['procedure', 'mã thủ tục', 'mã TTHC', 'thủ tục'],
  applicant: ['applicant', 'người nộp', 'người nộp hồ sơ', 'chủ hồ sơ', 'họ tên', 'họ và tên'],
  phone: ['phone', 'số điện thoại', 'điện thoại', 'SĐT'],
  id_last4: ['id_last4', '4 số cuối định danh', '4 số cuối số định danh', '4 số cuối CCCD'],
  received_at: ['received_at', 'ngày tiếp nhận', 'ngày nhận'],
  due_at: ['due_at', 'ngày hẹn trả', 'ngày hẹn trả kết quả', 'ngày hẹn'],
  unit: ['unit', 'đơn vị'],
  note: ['note', 'ghi chú'],
  updated_at: ['updated_at', 'cập nhật lúc', 'ngày cập nhật'],
  papers: ['papers', 'giấy tờ cần bổ sung'],
  supply_by: ['supply_by', 'hạn bổ sung'],
  fee_due: ['fee_due', 'số tiền phải nộp'],
  result: ['result', 'kết quả'],
  apology_at: ['apology_at', 'ngày xin lỗi'],
} as const

export type Column = keyof typeof names

export const columnNames = Object.keys(names) as readonly Column[]

const byName = new Map(
  Object.entries(names).flatMap(([column, own]) =>
    own.map((name) => [plainHeader(name), column as Column] as const),
  ),
)

/** The column that a header names, in Vietnamese or English, with diacritics or without. */
export function columnOf(header: string): Column | undefined {
  return byName.get(plainHeader(header))
}

/** A column by its names in both languages, for telling what is wrong in it. */
export function sayColumn(column: Column): string {
  return `${column} (${names[column][1]})`
}

function plainHeader(header: string): string {
  return fold(header.slice(0, 100))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
