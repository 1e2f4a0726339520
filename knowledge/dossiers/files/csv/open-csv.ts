import type { FileHandle } from 'node:fs/promises'
import type { Sheet } from '../sheet.ts'
import { findEncoding } from './encoding.ts'
import { findDelimiter } from './find-delimiter.ts'
import { readCsv } from './read-csv.ts'
import { readText } from './read-text.ts'

/**
 * A CSV file: UTF-8, UTF-16 with its mark or Windows-1258; comma, semicolon or tab; any line ends.
 * @throws AppError `bad_data` for what is no text
 */
export async function openCsv(file: FileHandle): Promise<Sheet> {
  const encoding = await findEncoding(file)
  const text = (from: number) => readText(file, encoding, from)
  const delimiter = await findDelimiter(text(0))
  const remarks = encoding.name === 'windows-1258' ? ['the file was read as Windows-1258'] : []
  return { read: () => readCsv(text, delimiter), remarks }
}
