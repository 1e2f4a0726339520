import { fold } from '../../../knowledge/matching/fold.ts'

/** The columns a sheet of officials may have, English and Vietnamese; case, diacritics and punctuation do not matter. */
const names = {
  name: ['name', 'họ tên', 'họ và tên', 'tên'],
  unit: ['unit', 'đơn vị', 'phường xã', 'xã phường'],
  role: ['role', 'vai trò', 'chức vụ', 'chức danh'],
  phone: ['phone', 'số điện thoại', 'điện thoại', 'SĐT'],
  email: ['email', 'e-mail', 'thư điện tử'],
  deputy: ['deputy', 'người thay', 'người thay thế', 'cấp phó'],
} as const

export type OfficialColumn = keyof typeof names

const byName = new Map(
  Object.entries(names).flatMap(([column, own]) =>
    own.map((name) => [plain(name), column as OfficialColumn] as const),
  ),
)

/** The column that a header names, in Vietnamese or English, with diacritics or without. */
export function officialColumnOf(header: string): OfficialColumn | undefined {
  return byName.get(plain(header))
}

/** A column by its names in both languages, for telling what is wrong in it. */
export function sayOfficialColumn(column: OfficialColumn): string {
  return `${column} (${names[column][1]})`
}

function plain(header: string): string {
  return fold(header.slice(0, 100))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
