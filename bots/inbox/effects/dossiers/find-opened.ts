import { type DossierRow, dossierColumns } from '../../../../knowledge/dossiers/access/dossier-columns.ts'
import type { Tells } from '../../../../knowledge/dossiers/dossier.ts'
import type { DossierScope } from './dossier-scope.ts'
import type { Follow } from './show-dossier.ts'

/** A dossier that is open to the person, with the follow if there is one already. */
export interface Opened {
  row: DossierRow
  by: 'follow' | 'phone'
  follow?: Follow
}

// From what the person has proved to the code, and never from the code: however the table is read, it is read the same
// for every code that was not proved.
const find = `
  with opened as materialized (
    select ${dossierColumns}, f.id::text as follow_id, f.tells, f.conversation_id = $2::bigint as here
    from dossier_follow f join dossier d on d.id = f.dossier_id
    where f.conversation_id = any($1::bigint[]) and f.ended_at is null
    union all
    select ${dossierColumns}, null, null, false from dossier d where d.phone_hash = any($3::text[])
  )
  select * from opened where code = $4 order by follow_id is null, here desc limit 1`

/** The dossier of this code if the person follows it, or has shown its phone number to be theirs. */
export async function findOpened(
  { sql, conversation, asker }: DossierScope,
  code: string,
): Promise<Opened | undefined> {
  const { rows } = await sql.query<
    DossierRow & { follow_id: string | null; tells: Tells | null; here: boolean }
  >({
    name: 'find opened dossier',
    text: find,
    values: [asker.places.map(({ id }) => id), conversation.id, asker.phones, code],
  })
  const [found] = rows
  if (!found) return undefined
  const { follow_id, tells, here: _, ...row } = found
  return follow_id && tells ? { row, by: 'follow', follow: { id: follow_id, tells } } : { row, by: 'phone' }
}
