import { AppError } from '../../../../server/errors.ts'
import type { SheetRow } from '../sheet.ts'
import { type Column, columnOf, sayColumn } from './columns.ts'

/** Where each column stands. */
export type Header = ReadonlyMap<Column, number>

const needed: readonly Column[] = ['code', 'status']

/** Of columns nobody knows, at most so many are named. */
const mostNamed = 10

/**
 * Reads the first line of a sheet.
 * @returns where the columns stand, and remarks on those that are not read
 * @throws AppError `bad_data` when it names no columns, not the needed ones, or one twice
 */
export function readHeader(row: SheetRow): { header: Header; remarks: string[] } {
  if ('problem' in row) throw new AppError('bad_data', `the first line cannot be read: ${row.problem}`)
  const header = new Map<Column, number>()
  const unknown: string[] = []
  for (const [at, cell] of row.cells.entries()) {
    const name = String(cell ?? '').trim()
    if (name === '') continue
    const column = columnOf(name)
    if (column === undefined) unknown.push(shorten(name))
    else if (header.has(column))
      throw new AppError('bad_data', `two columns are ${sayColumn(column)}: keep one of them`)
    else header.set(column, at)
  }
  const missing = needed.filter((column) => !header.has(column))
  if (missing.length > 0)
    throw new AppError(
      'bad_data',
      `the first line must name the columns, and lacks ${missing.map(sayColumn).join(' and ')}`,
    )
  const more = unknown.length - mostNamed
  const named = unknown.slice(0, mostNamed).join(', ')
  const remarks =
    unknown.length > 0 ? [`columns not read: ${named}${more > 0 ? ` and ${more} more` : ''}`] : []
  return { header, remarks }
}

function shorten(name: string): string {
  const plain = name.replace(/[\p{C}\s]+/gu, ' ')
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain
}
