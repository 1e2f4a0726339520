import type { Sql } from '../../../server/database/sql.ts'
import type { Contact } from './merge-contact.ts'
import { storedColumns } from './stored-columns.ts'
import type { StoredDossier } from './stored-dossier.ts'

/** A dossier of the register with what is not for judging. */
export interface Found {
  id: string
  fingerprint: string
  hashes: Contact
  stored: StoredDossier
}

const columns = Object.entries(storedColumns).map(([field, [column]]) => `${column} as "${field}"`)

const find = `
  select id::text, code, fingerprint, phone_hash, phone_last2, proof_hash,
    case when phone_hash is not null then coalesce(contact_source, source) end as contact_source, ${columns.join(', ')}
  from dossier where code = any($1::text[])`

type Row = Omit<StoredDossier, 'feeDue'> &
  Contact & { id: string; code: string; fingerprint: string; feeDue: string | null }

/**
 * The dossiers of these codes, by code.
 * @param lock keeps them as they are until the transaction ends; always in one order, so that nobody waits in a circle
 */
export async function findStored(
  sql: Sql,
  codes: readonly string[],
  { lock }: { lock: boolean },
): Promise<Map<string, Found>> {
  const text = lock ? `${find} order by code for no key update` : find
  const { rows } = await sql.query<Row>({ text, values: [codes] })
  return new Map(
    rows.map(
      ({ id, code, fingerprint, phone_hash, phone_last2, proof_hash, contact_source, feeDue, ...rest }) => [
        code,
        {
          id,
          fingerprint,
          hashes: { phone_hash, phone_last2, proof_hash, contact_source },
          stored: { ...rest, feeDue: feeDue === null ? null : Number(feeDue) },
        },
      ],
    ),
  )
}
