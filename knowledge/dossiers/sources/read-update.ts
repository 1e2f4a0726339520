import { normalisePhone } from '../access/normalise-phone.ts'
import { readDossierCode } from '../codes/read-dossier-code.ts'
import type { DossierStatus, DossierUpdate } from '../dossier.ts'
import { cleanText } from '../files/rows/clean-text.ts'
import { lastFour } from '../files/rows/last-four.ts'
import { readAmount } from '../files/rows/read-amount.ts'
import { createInstantReader } from './create-instant-reader.ts'
import type { UnitReader } from './create-unit-reader.ts'

/** What reading an update needs to know. */
export interface UpdateReading {
  /** 1–10 or a name of it. */
  statusOf(text: string): DossierStatus | undefined
  unitOf: UnitReader
  /** A slug, for records that say no unit: the one that is served, if it is one. */
  unit?: string | undefined
}

/** The reason names the field and what it must be; it quotes nothing. */
export type ReadUpdate = { ok: true; update: DossierUpdate } | { ok: false; reason: string }

type Fields = Readonly<Record<string, unknown>>

/** The one reason that is no mistake of the sender's. */
export const notServed = 'unit: not one of those served here'

/** In characters; a longer text is a mistake of whoever filled it. */
const longest: Record<string, number> = { procedure: 300, note: 2000, result: 1000 }
const longestElse = 200
const longestPaper = 500
const mostPapers = 50
const readInstant = createInstantReader(['iso', 'd/M/yyyy', 'd/M/yyyy H:mm', 'd/M/yyyy H:mm:ss'])

/**
 * What a record says of a dossier. Its fields have the names of the columns: `code`, `procedure`, `applicant`,
 * `phone`, `id_last4`, `received_at`, `due_at`, `status`, `status_at`, `unit`, `note`, `papers`, `supply_by`,
 * `fee_due`, `result`, `apology_at`. They are texts or numbers; papers are a list, or lines of a text. What is null or
 * empty is not said, and a field of another name is passed over.
 */
export function readUpdate(record: Fields, { statusOf, unitOf, unit: only }: UpdateReading): ReadUpdate {
  const wrong: string[] = []
  function field<T>(name: string, parse: (text: string) => T | undefined, must: string): T | undefined {
    const text = textOf(record, name)
    if (text === undefined) return undefined
    const fits = typeof text === 'string' && text.length <= (longest[name] ?? longestElse)
    const value = fits ? parse(text) : undefined
    if (value === undefined) wrong.push(`${name}: ${fits ? must : 'not a text, or too long'}`)
    return value
  }
  const text = (name: string) => field(name, (value) => value, '')
  const begun = (name: string) => field(name, (value) => readInstant(value, 'start'), 'no such date')
  const until = (name: string) => field(name, (value) => readInstant(value, 'end'), 'no such date')

  const code = field('code', readDossierCode, 'no code of a dossier')
  const status = field('status', statusOf, 'must be 1 to 10, or its name')
  const unit = field('unit', unitOf, 'no unit of this city')
  if (unit === 'not_served') wrong.push(notServed)
  const papers = readPapers(record)
  if (papers === null) wrong.push('papers: must be a list of a few texts')
  const said = {
    procedure: text('procedure'),
    applicant: text('applicant'),
    phone: field('phone', (value) => normalisePhone(value) && value, 'no telephone number'),
    idLast4: field('id_last4', lastFour, 'must be four digits'),
    unit: typeof unit === 'object' ? unit.slug : only,
    receivedAt: begun('received_at'),
    dueAt: until('due_at'),
    statusAt: begun('status_at'),
    note: text('note'),
    papers: papers ?? undefined,
    supplyBy: until('supply_by'),
    feeDue: field('fee_due', readAmount, 'must be a whole number of đồng'),
    apologyAt: begun('apology_at'),
    result: text('result'),
  }
  const [reason = `${code === undefined ? 'code' : 'status'}: missing`] = wrong
  if (wrong.length > 0 || code === undefined || status === undefined) return { ok: false, reason }
  return { ok: true, update: { code, status, ...onlySaid(said) } }
}

/** @returns undefined for what is not said, null for what is no text */
function textOf(record: Fields, name: string): string | undefined | null {
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' && typeof value !== 'number') return null
  return cleanText(String(value)) || undefined
}

/** @returns undefined for what is not said, null for what is no list of texts */
function readPapers({ papers }: Fields): string[] | undefined | null {
  if (papers === undefined || papers === null || papers === '') return undefined
  const lines: unknown = typeof papers === 'string' ? papers.split(/[\r\n;]+/) : papers
  if (!Array.isArray(lines)) return null
  if (!lines.every((line) => typeof line === 'string' && line.length <= longestPaper)) return null
  const texts = lines.map(cleanText).filter((line) => line !== '')
  return texts.length <= mostPapers ? texts : null
}

function onlySaid<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
