import type { Report } from '../../../knowledge/dossiers/files/import-report.ts'
import type { Cell, Sheet, SheetRow } from '../../../knowledge/dossiers/files/sheet.ts'
import { cleanText } from '../../../knowledge/dossiers/reading/clean-text.ts'
import { readPhone } from '../../../knowledge/dossiers/reading/read-phone.ts'
import { AppError } from '../../../server/errors.ts'
import type { NewOfficial } from '../add-official.ts'
import { type OfficialColumn, officialColumnOf, sayOfficialColumn } from './official-columns.ts'
import { readRole } from './read-role.ts'

/** An official as a row names them. */
export interface OfficialRow extends Omit<NewOfficial, 'deputy'> {
  row: number
  /** As it was written: an id, an e-mail address or a name. */
  deputy?: string
}

type Header = ReadonlyMap<OfficialColumn, number>

const needed: readonly OfficialColumn[] = ['name', 'unit', 'role']
/** Nobody has more officials; whoever gives us such a file gave us another one. */
const mostRows = 5000
const longest = 200
const address = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/

/**
 * Reads the officials that a sheet names.
 * @param unitOf finds a unit that is served here, or `all`
 * @returns those that can be taken; the others are in the report, by reasons that quote nothing
 * @throws AppError `bad_data` when it has no header, or is longer than such a sheet is
 */
export async function readOfficials(
  sheet: Pick<Sheet, 'read' | 'remarks'>,
  report: Report,
  unitOf: (text: string) => string | undefined,
): Promise<OfficialRow[]> {
  const officials: OfficialRow[] = []
  let header: Header | undefined
  for await (const rows of sheet.read()) {
    for (const line of rows) {
      if (isEmpty(line)) continue
      if (!header) {
        header = readHeader(line)
        for (const remark of sheet.remarks) report.warn(line.row, remark)
        continue
      }
      if (line.row > mostRows)
        throw new AppError('bad_data', `there are more than ${mostRows} rows: this is no sheet of officials`)
      const read = 'problem' in line ? { reason: line.problem } : readRow(line.cells, header, unitOf)
      if ('reason' in read) {
        report.reject(line.row, read.reason)
        continue
      }
      for (const warning of read.warnings) report.warn(line.row, warning)
      officials.push({ row: line.row, ...read.official })
    }
  }
  if (!header) throw new AppError('bad_data', 'the sheet is empty: its first line must name the columns')
  return officials
}

function readHeader(line: SheetRow): Header {
  if ('problem' in line) throw new AppError('bad_data', `the first line cannot be read: ${line.problem}`)
  const header = new Map<OfficialColumn, number>()
  for (const [at, cell] of Array.from(line.cells).entries()) {
    const column = officialColumnOf(String(cell ?? ''))
    if (column === undefined) continue
    if (header.has(column))
      throw new AppError('bad_data', `two columns are ${sayOfficialColumn(column)}: keep one of them`)
    header.set(column, at)
  }
  const missing = needed.filter((column) => !header.has(column))
  if (missing.length > 0)
    throw new AppError(
      'bad_data',
      `the first line must name the columns, and lacks ${missing.map(sayOfficialColumn).join(' and ')}`,
    )
  return header
}

function readRow(
  cells: readonly (Cell | undefined)[],
  header: Header,
  unitOf: (text: string) => string | undefined,
): { official: Omit<OfficialRow, 'row'>; warnings: string[] } | { reason: string } {
  const said: Partial<Record<OfficialColumn, string>> = {}
  for (const [column, at] of header) {
    const text = String(cells[at] ?? '')
    if (text.length > longest)
      return { reason: `${sayOfficialColumn(column)} is longer than ${longest} characters` }
    const value = cleanText(text).replace(/\s+/g, ' ')
    if (value !== '') said[column] = value
  }
  const { name, deputy } = said
  const missing = needed.find((column) => said[column] === undefined)
  if (name === undefined || missing) return { reason: `${sayOfficialColumn(missing ?? 'name')} is missing` }
  const unit = unitOf(said.unit ?? '')
  if (unit === undefined)
    return { reason: `${sayOfficialColumn('unit')} is none of those served here (UNITS), nor all` }
  const role = readRole(said.role ?? '')
  if (role === undefined) return { reason: `${sayOfficialColumn('role')} is none that there is` }
  const phone = said.phone === undefined ? undefined : readPhone(said.phone)
  const email = said.email !== undefined && address.test(said.email) ? said.email : undefined
  const warnings = [
    ...(said.phone !== undefined && phone === undefined ? [spared('phone', 'is no phone number')] : []),
    ...(said.email !== undefined && email === undefined ? [spared('email', 'is no address')] : []),
  ]
  return {
    official: {
      ...{ name, unit, role },
      ...(phone === undefined ? {} : { phone }),
      ...(email === undefined ? {} : { email }),
      ...(deputy === undefined ? {} : { deputy }),
    },
    warnings,
  }
}

/** Without it an official is as good. */
function spared(column: OfficialColumn, why: string): string {
  return `${sayOfficialColumn(column)} ${why}; the row is kept without it`
}

function isEmpty(line: SheetRow): boolean {
  return 'cells' in line && line.cells.every((cell) => typeof cell !== 'number' && !cell?.trim())
}
