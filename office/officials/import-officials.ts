import type { Pool } from 'pg'
import {
  createReport,
  type ImportReport,
  type Report,
  type RowRemark,
} from '../../knowledge/dossiers/files/import-report.ts'
import { openFile } from '../../knowledge/dossiers/files/open-file.ts'
import { openSheet } from '../../knowledge/dossiers/files/open-sheet.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { OfficialRole } from '../../server/database/schema.ts'
import type { Sql } from '../../server/database/sql.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { ChatCodeMaker } from '../codes/chat-code-maker.ts'
import { addOfficial } from './add-official.ts'
import { type OfficialRow, readOfficials } from './files/read-officials.ts'

/** Somebody who was not entered before. */
export interface AddedOfficial {
  id: string
  name: string
  unit: string
  role: OfficialRole
  /** Makes a chat theirs. */
  link_code: string
}

export interface OfficialsReport extends ImportReport {
  added: AddedOfficial[]
}

interface Options {
  /** ISO instant by the injected clock. */
  now: string
  makeCode: ChatCodeMaker
  /** Finds a unit that is served here, or `all`. */
  unitOf(text: string): string | undefined
}

interface Stored {
  id: string
  name: string
  unit: string
  role: OfficialRole
  phone: string | null
  email: string | null
  deputy: string | null
}

// Of two imports at once one finds what the other entered. Nobody who links a chat waits.
const lock = 'lock table official in share row exclusive mode'

const readStored = `
  select id::text, name, unit, role, phone, email, deputy::text from official where left_at is null order by official.id`

const update = `
  update official set phone = coalesce($2, phone), email = coalesce($3, email) where id = $1
  returning id::text`

const setDeputy = 'update official set deputy = $2::bigint where id = $1'

/**
 * Enters the officials of a CSV or XLSX file. Whoever is of the same name, unit and role is the same official: what is
 * said of them is taken over, and what is left out stays, so that the same file again changes nothing. Nobody leaves
 * office by being left out.
 * @returns what became of the rows, by their numbers, and the codes of those who are new
 * @throws AppError when the file cannot be read at all; then nothing is entered
 */
export async function importOfficials(
  pool: Pool,
  path: string,
  { now, makeCode, unitOf }: Options,
): Promise<OfficialsReport> {
  const report = createReport()
  const file = await openFile(path)
  let rows: OfficialRow[]
  try {
    rows = await readOfficials(await openSheet(file.handle), report, unitOf)
    await file.checkSame()
  } finally {
    await file.handle.close()
  }
  const added = await inTransaction(pool, (sql) =>
    enter(sql, withoutTwins(rows, report), { now, makeCode }, report),
  )
  const { rejected, warnings, ...counts } = report.report()
  return { ...counts, rejected: rejected.toSorted(byRow), warnings: warnings.toSorted(byRow), added }
}

function byRow(a: RowRemark, b: RowRemark): number {
  return a.row - b.row
}

function withoutTwins(rows: readonly OfficialRow[], report: Report): OfficialRow[] {
  const first = new Map<string, number>()
  return rows.filter((official) => {
    const key = keyOf(official)
    const before = first.get(key)
    if (before === undefined) first.set(key, official.row)
    else report.reject(official.row, `is of the same name, unit and role as row ${before}`)
    return before === undefined
  })
}

async function enter(
  sql: Sql,
  rows: readonly OfficialRow[],
  options: Pick<Options, 'now' | 'makeCode'>,
  report: Report,
): Promise<AddedOfficial[]> {
  const { now } = options
  await sql.query({ text: lock })
  const { rows: stored } = await sql.query<Stored>({ text: readStored })
  const known = new Map(stored.map((one) => [keyOf(one), one]))
  const added: AddedOfficial[] = []
  const changed = new Map<string, string[]>()
  for (const { row: _, deputy: __, ...official } of rows) {
    const key = keyOf(official)
    const before = known.get(key)
    if (before) {
      const { phone = before.phone, email = before.email } = official
      const fields = [
        ...(phone === before.phone ? [] : ['phone']),
        ...(email === before.email ? [] : ['email']),
      ]
      if (fields.length > 0) await sql.query({ text: update, values: [before.id, phone, email] })
      changed.set(before.id, fields)
      continue
    }
    const { id, link_code } = await addOfficial(sql, official, options)
    const { name, unit, role, phone = null, email = null } = official
    added.push({ id, name, unit, role, link_code })
    known.set(key, { id, name, unit, role, phone, email, deputy: null })
  }
  // Only now: a deputy may stand in a later row.
  for (const official of rows) {
    const one = known.get(keyOf(official))
    if (official.deputy === undefined || !one) continue
    const deputy = findDeputy(official.deputy, one, [...known.values()])
    if (deputy === undefined)
      report.warn(
        official.row,
        'deputy (người thay) is nobody, or not one person, in office; the row is kept without',
      )
    else if (deputy !== one.deputy) {
      await sql.query({ text: setDeputy, values: [one.id, deputy] })
      changed.get(one.id)?.push('deputy')
    }
  }
  for (const [official, fields] of changed)
    if (fields.length > 0)
      await appendAudit(sql, {
        at: now,
        actor: 'operator',
        action: 'official.changed',
        detail: { official, fields },
      })
  const updated = [...changed.values()].filter((fields) => fields.length > 0).length
  report.add({
    read: rows.length,
    inserted: added.length,
    updated,
    unchanged: rows.length - added.length - updated,
  })
  return added
}

/** By an id, an e-mail address, or a name that one person of the unit bears, or else of the city. */
function findDeputy(text: string, of: Stored, all: readonly Stored[]): string | undefined {
  const others = all.filter(({ id }) => id !== of.id)
  const exact = others.find(({ id, email }) => id === text || email?.toLowerCase() === text.toLowerCase())
  if (exact) return exact.id
  const named = others.filter(({ name }) => name.toLowerCase() === text.toLowerCase())
  const own = named.filter(({ unit }) => unit === of.unit)
  const [one, ...more] = own.length > 0 ? own : named.filter(({ unit }) => unit === 'all')
  return more.length === 0 ? one?.id : undefined
}

function keyOf({ name, unit, role }: Pick<Stored, 'name' | 'unit' | 'role'>): string {
  return [name.normalize('NFC').toLowerCase(), unit, role].join('\n')
}
