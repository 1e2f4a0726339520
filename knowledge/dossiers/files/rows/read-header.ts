import { AppError } from '../../../../server/errors.ts'
import { readDossierCode } from '../../codes/read-dossier-code.ts'
import type { SheetRow } from '../sheet.ts'
import { type Column, columnOf, sayColumn } from './columns.ts'

/** Where each column stands. */
export type Header = ReadonlyMap<Column, number>

const needed: readonly Column[] = ['code', 'status']

/** Of columns nobody knows, at most so many are named. */
const mostNamed = 10

/** Of a first line without the needed names, so many cells are repeated. */
const mostRepeated = 3

/**
 * Reads the first line of a sheet.
 * @returns where the columns stand, and remarks on those that are not read
 * @throws AppError `bad_data` when it names no columns, not the needed ones, or one twice
 */
export function readHeader(row: SheetRow): { header: Header; remarks: string[] } {
  if ('problem' in row) throw new AppError('bad_data', `the first line cannot be read: ${row.problem}`)
  const header = new Map<Column, number>()
  // Cells that are not there may be holes.
  const names = Array.from(row.cells, (cell) => String(cell ?? '').trim())
  const unknown: string[] = []
  for (const [at, name] of names.entries()) {
    if (name === '') continue
    const column = columnOf(name)
    if (column === undefined) unknown.push(shorten(name))
    else if (header.has(column)) {
      const both = [names[header.get(column) ?? 0] ?? '', name]
        .map((one) => `"${shorten(one)}"`)
        .join(' and ')
      throw new AppError('bad_data', `${both} are both ${sayColumn(column)}: keep one of them`)
    } else header.set(column, at)
  }
  const missing = needed.filter((column) => !header.has(column))
  if (missing.length > 0)
    throw new AppError(
      'bad_data',
      `the first line must name the columns, and lacks ${missing.map(sayColumn).join(' and ')}; ${sayLine(names)}`,
    )
  const more = unknown.length - mostNamed
  const named = unknown.slice(0, mostNamed).join(', ')
  const remarks =
    unknown.length > 0 ? [`columns not read: ${named}${more > 0 ? ` and ${more} more` : ''}`] : []
  return { header, remarks }
}

/** What stands in the first line instead. A dossier's own line is not repeated: errors reach the log. */
function sayLine(names: readonly string[]): string {
  const filled = names.filter((name) => name !== '')
  if (filled.some((name) => readDossierCode(name) !== undefined || /\d(?:[ .]?\d){5}/.test(name)))
    return 'it is a dossier already: put a line with the names above it (README, Dossiers)'
  const repeated = filled.slice(0, mostRepeated).map((name) => `"${shorten(name)}"`)
  const more = filled.length > mostRepeated ? ', …' : ''
  const advice = 'delete title lines above the names, and save CSV as UTF-8 (README, Dossiers)'
  return `it has: ${repeated.join(', ')}${more}; ${advice}`
}

function shorten(name: string): string {
  const plain = name.replace(/[\p{C}\s]+/gu, ' ')
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain
}
