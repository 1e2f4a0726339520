import type { DossierUpdate } from '../../dossier.ts'
import { cleanText } from '../../reading/clean-text.ts'
import type { Cell } from '../sheet.ts'
import { columnNames, sayColumn } from './columns.ts'
import { createColumnReaders, type Draft } from './create-column-readers.ts'
import type { Header } from './read-header.ts'
import type { RowRules } from './row-rules.ts'
import { weighDates } from './weigh-dates.ts'

export type ReadRow = { update: DossierUpdate; warnings: string[] } | { reason: string }

/**
 * Makes updates of rows.
 * @param header where the columns stand
 * @param dayZero the day that a number 0 is, in workbooks
 * @returns a function that judges one row's cells; reasons name columns and never quote what a cell holds
 */
export function createRowReader(
  header: Header,
  rules: RowRules,
  dayZero?: string,
): (cells: readonly (Cell | undefined)[]) => ReadRow {
  const readers = createColumnReaders(rules, dayZero)
  // In one order whatever the sheet's, so that of several reasons the same one is told.
  const columns = columnNames.flatMap((column) => {
    const at = header.get(column)
    const reader = readers.get(column)
    return at === undefined || !reader ? [] : [{ column, at, most: reader.most, read: reader.read }]
  })
  return (cells) => {
    const draft: Draft = { warnings: [], ...(rules.unit !== undefined && { unit: rules.unit }) }
    for (const { column, at, most, read } of columns) {
      const cell = cells[at]
      const value = typeof cell === 'string' ? clean(cell, most) : cell
      if (value === undefined) continue
      const reason = typeof value === 'string' && value.length > most ? tooLong(most) : read(value, draft)
      if (reason !== undefined) return { reason: `${sayColumn(column)} ${reason}` }
    }
    const { code, status, warnings, ...rest } = draft
    if (code === undefined) return { reason: `${sayColumn('code')} is missing` }
    if (status === undefined) return { reason: `${sayColumn('status')} is missing` }
    const update = { code, status, ...rest }
    return { update, warnings: [...warnings, ...weighDates(update, rules.now)] }
  }
}

function tooLong(most: number): string {
  return `is longer than ${most} characters`
}

/** Nothing is done to what is far too long. */
function clean(cell: string, most: number): string | undefined {
  return cell.length > most * 10 ? cell : cleanText(cell) || undefined
}
