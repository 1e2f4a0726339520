import type { FileHandle } from 'node:fs/promises'
import { AppError } from '../../../server/errors.ts'
import { openCsv } from './csv/open-csv.ts'
import type { Sheet } from './sheet.ts'
import { openXlsx } from './xlsx/open-xlsx.ts'

/** How an archive, a PDF and Microsoft's older container begin, which holds old workbooks and encrypted ones. */
const zip = Buffer.from('PK\x03\x04', 'latin1')
const pdf = Buffer.from('%PDF', 'latin1')
const container = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/**
 * Tells by its first bytes what a file is: XLSX, or CSV. Its name says nothing.
 * @throws AppError `bad_data` when it is neither
 */
export async function openSheet(file: FileHandle): Promise<Sheet> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(container.length), 0, container.length, 0)
  const start = buffer.subarray(0, bytesRead)
  if (bytesRead === 0) throw new AppError('bad_data', 'the file is empty: export it again')
  if (start.equals(container))
    throw new AppError(
      'bad_data',
      'the workbook is locked by a password, or of the old form .xls: open it, take the password off, and save it as XLSX',
    )
  if (start.subarray(0, pdf.length).equals(pdf))
    throw new AppError('bad_data', 'the file is a PDF, whatever its name: export it as XLSX or CSV')
  return start.subarray(0, zip.length).equals(zip) ? openXlsx(file) : openCsv(file)
}
