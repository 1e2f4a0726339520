import type { DossierStatus, DossierUpdate } from '../dossier.ts'
import { cleanText } from '../reading/clean-text.ts'
import { createDateReader } from '../reading/create-date-reader.ts'
import { createFieldReaders, fieldNames, notServed } from '../reading/create-field-readers.ts'
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
export const isElsewhere = `unit: ${notServed}`

/** Of a list of papers, in characters: a longer one is a mistake of whoever filled it. */
const longestPaper = 500
const readDate = createDateReader()

/**
 * What a record says of a dossier. Its fields have the names of the columns: `code`, `procedure`, `applicant`,
 * `phone`, `id_last4`, `received_at`, `due_at`, `status`, `status_at`, `unit`, `note`, `papers`, `supply_by`,
 * `fee_due`, `result`, `apology_at`. They are texts or numbers; papers are a list, or lines of a text. What is null or
 * empty is not said, and a field of another name is passed over.
 */
export function readUpdate(record: Fields, { statusOf, unitOf, unit }: UpdateReading): ReadUpdate {
  const readers = createFieldReaders({ statusOf, unitOf, readDate })
  const draft: Partial<DossierUpdate> = { ...(unit !== undefined && { unit }) }
  for (const name of fieldNames) {
    const text = textOf(record, name)
    if (text === undefined) continue
    const { most, read } = readers[name]
    const problem = text === null || text.length > most ? 'is not a text, or too long' : read(text, draft)
    if (problem !== undefined) return { ok: false, reason: `${name}: ${problem}` }
  }
  const { code, status, ...said } = draft
  if (code === undefined) return { ok: false, reason: 'code: missing' }
  if (status === undefined) return { ok: false, reason: 'status: missing' }
  return { ok: true, update: { code, status, ...said } }
}

/** @returns undefined for what is not said, null for what is no text */
function textOf(record: Fields, name: string): string | undefined | null {
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  if (value === undefined || value === null) return undefined
  if (name === 'papers' && Array.isArray(value)) return listOf(value)
  if (typeof value !== 'string' && typeof value !== 'number') return null
  return cleanText(String(value)) || undefined
}

/** A list as one text, a paper on each line. @returns null for what is no list of texts */
function listOf(papers: readonly unknown[]): string | undefined | null {
  if (!papers.every((paper) => typeof paper === 'string' && paper.length <= longestPaper)) return null
  return (
    cleanText(papers.map((paper) => String(paper).replace(/;/g, ',').replace(/\s+/g, ' ')).join('\n')) ||
    undefined
  )
}
