import type { FileHandle } from 'node:fs/promises'
import type { Sheet } from '../sheet.ts'
import { openArchive } from './open-archive.ts'
import { readParts } from './read-parts.ts'
import { readRows } from './read-rows.ts'
import { readStrings } from './read-strings.ts'
import { createTextStore } from './text-store.ts'

/**
 * The first visible sheet of an XLSX workbook, unpacked and read as it comes; only its table of texts is held.
 * @throws AppError `bad_data` for another archive, a locked, broken or far too large workbook
 */
export async function openXlsx(file: FileHandle): Promise<Sheet> {
  const archive = await openArchive(file)
  const { sheet, strings, since1904, sheets } = await readParts(archive)
  const texts =
    strings !== undefined && archive.has(strings)
      ? await readStrings(await archive.stream(strings))
      : createTextStore()
  return {
    async *read() {
      yield* readRows(await archive.stream(sheet), texts)
    },
    // Excel's first day is the 1st of January 1900, and it believes in a 29th of February of that year.
    dayZero: since1904 ? '1904-01-01' : '1899-12-30',
    remarks: sheets > 1 ? [`only the first of ${sheets} sheets was read`] : [],
  }
}
