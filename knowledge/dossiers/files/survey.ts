import { AppError } from '../../../server/errors.ts'
import { readDossierCode } from '../codes/read-dossier-code.ts'
import { createRowReader, type ReadRow } from './rows/create-row-reader.ts'
import { type Header, readHeader } from './rows/read-header.ts'
import type { RowRules } from './rows/row-rules.ts'
import type { Sheet, SheetRow } from './sheet.ts'

/** What is known of a sheet before any of its rows is taken. */
export interface Survey {
  headerRow: number
  remarks: string[]
  readRow(cells: Extract<SheetRow, { cells: unknown }>['cells']): ReadRow
  /** Whether a later row of the sheet, itself good, has this row's code. */
  isOverruled(row: number, code: string): boolean
}

/**
 * Reads a sheet once for its header and its codes: which row of a code is the last must be known before the first
 * is taken, or a second import of the same file would find all of them changed again.
 * @throws AppError `bad_data` when there is no header, or the file is broken
 */
export async function survey(sheet: Sheet, rules: RowRules): Promise<Survey> {
  let found: { header: Header; remarks: string[]; row: number; readRow: Survey['readRow'] } | undefined
  const seen = new Set<string>()
  const last = new Map<string, number>()
  for await (const rows of sheet.read()) {
    for (const line of rows) {
      if (!found) {
        const { header, remarks } = readHeader(line)
        found = { header, remarks, row: line.row, readRow: createRowReader(header, rules, sheet.dayZero) }
        continue
      }
      if (!('cells' in line)) continue
      const cell = line.cells[found.header.get('code') ?? -1]
      const code = typeof cell === 'string' ? readDossierCode(cell) : undefined
      if (code === undefined) continue
      if (!seen.has(code)) seen.add(code)
      else if ('update' in found.readRow(line.cells)) last.set(code, line.row)
    }
  }
  if (!found) throw new AppError('bad_data', 'the sheet is empty: its first line must name the columns')
  const { remarks, row, readRow } = found
  return {
    headerRow: row,
    remarks: [...sheet.remarks, ...remarks],
    readRow,
    isOverruled: (row, code) => row < (last.get(code) ?? 0),
  }
}
