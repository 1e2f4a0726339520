import type { Sql } from '../../../server/database/sql.ts'
import type { Disagreement, Judgement } from './judge-update.ts'
import type { Contact } from './merge-contact.ts'
import { storedColumns } from './stored-columns.ts'
import type { StoredDossier } from './stored-dossier.ts'

/** What is to be written of a dossier. */
export interface DossierWrite {
  /** Null for one that is new. */
  id: string | null
  code: string
  fingerprint: string
  next: StoredDossier
  hashes: Contact
  /** Without it, only the fingerprint is new. */
  changed: boolean
  past: Judgement['past']
  disagreements: readonly Disagreement[]
  /** What the source said before that was denied, and now is as the register has it. */
  agreed: readonly Disagreement['field'][]
}

const fields = Object.entries(storedColumns).map(
  ([field, [column]]) => [field as keyof StoredDossier, column] as const,
)
const own = Object.values(storedColumns).map(([column]) => column)
const written = [...own, 'phone_hash', 'phone_last2', 'contact_source', 'proof_hash', 'fingerprint']
const rowType = [
  'id bigint, code text, changed boolean, fingerprint text',
  'phone_hash text, phone_last2 text, contact_source text, proof_hash text',
  ...Object.values(storedColumns).map(([column, type]) => `${column} ${type}`),
  'past_at timestamptz, past_status smallint, past_due_at timestamptz',
].join(', ')

// $1 the dossiers, $2 now, $3 the source
const insert = `
  with v as materialized (select * from json_to_recordset($1::json) as v(${rowType})),
  added as (
    insert into dossier (code, ${written.join(', ')}, created_at, updated_at)
    select code, ${written.join(', ')}, $2::timestamptz, $2::timestamptz from v order by code
    on conflict (code) do nothing
    returning id, code
  ), history as (
    insert into dossier_change (dossier_id, at, recorded_at, status, due_at, source, note)
    select added.id, past_at, $2::timestamptz, past_status, past_due_at, $3, note from v join added using (code)
    where past_at is not null
    order by added.id
  )
  select id::text, code from added`

// To the second: when a copy was made comes out a little earlier or later each time it is read.
const update = `
  with v as materialized (select * from json_to_recordset($1::json) as v(${rowType})),
  saved as (
    update dossier d set ${written.map((column) => `${column} = v.${column}`).join(', ')},
      updated_at = case when v.changed then $2::timestamptz else d.updated_at end
    from v where d.id = v.id
  )
  insert into dossier_change (dossier_id, at, recorded_at, status, due_at, source, note)
  select id, past_at, $2::timestamptz, past_status, past_due_at, $3, note from v
  where past_at is not null and not exists (
    select from dossier_change c
    where c.dossier_id = v.id and c.status = v.past_status
      and c.at > v.past_at - interval '1 second' and c.at < v.past_at + interval '1 second'
      and (v.past_due_at is null or c.due_at is not distinct from v.past_due_at))
  order by id`

// What an operator has settled is not brought up again by the same said once more.
const disagree = `
  insert into dossier_disagreement (dossier_id, field, ours, ours_source, theirs, theirs_source, seen_at)
  select id, field, ours, ours_source, theirs, $3, $2::timestamptz
  from json_to_recordset($1::json) as v(id bigint, field text, ours text, ours_source text, theirs text)
  where not exists (
    select from dossier_disagreement s
    where s.dossier_id = v.id and s.field = v.field and s.theirs_source = $3 and s.settled_at is not null
      and (s.ours, s.theirs) = (v.ours, v.theirs))
  order by id, field
  on conflict (dossier_id, field, theirs_source) where settled_at is null
  do update set ours = excluded.ours, ours_source = excluded.ours_source, theirs = excluded.theirs`

const agree = `
  update dossier_disagreement d set settled_at = $2::timestamptz
  from json_to_recordset($1::json) as v(id bigint, field text)
  where d.dossier_id = v.id and d.field = v.field and d.theirs_source = $3 and d.settled_at is null`

/**
 * Writes dossiers, their history and what sources disagree about, all of one source.
 * @returns ids of the new ones, by code; those are not among them that another process has just entered
 */
export async function writeDossiers(
  sql: Sql,
  writes: readonly DossierWrite[],
  { now, source }: { now: string; source: string },
): Promise<Map<string, string>> {
  const put = async (text: string, rows: readonly object[]) =>
    rows.length > 0
      ? (await sql.query<{ id: string; code: string }>({ text, values: [JSON.stringify(rows), now, source] }))
          .rows
      : []
  const stored = writes.filter(({ id }) => id !== null)
  const disagreements = stored.flatMap(({ id, next, hashes, disagreements }) =>
    disagreements.map((one) => ({
      id,
      ours_source: one.field === 'contact' ? hashes.contact_source : next.source,
      ...one,
    })),
  )
  const agreed = stored.flatMap(({ id, agreed }) => agreed.map((field) => ({ id, field })))
  const [added] = await Promise.all([
    put(insert, writes.filter(({ id }) => id === null).map(toRow)),
    put(update, stored.map(toRow)),
    put(disagree, disagreements),
    put(agree, agreed),
  ])
  return new Map(added.map(({ id, code }) => [code, id]))
}

function toRow({ id, code, fingerprint, next, hashes, changed, past }: DossierWrite): object {
  const row: Record<string, unknown> = { id, code, fingerprint, changed, ...hashes }
  for (const [field, column] of fields) {
    // What is absent is null as well, and there is much of it.
    if (next[field] !== null) row[column] = next[field]
  }
  if (past) Object.assign(row, { past_at: past.at, past_status: past.status, past_due_at: past.dueAt })
  return row
}
