import { type DossierRow, dossierColumns } from '../../../../knowledge/dossiers/access/dossier-columns.ts'
import type { Tells } from '../../../../knowledge/dossiers/dossier.ts'
import type { DossierScope } from './dossier-scope.ts'
import { ownPlaces } from './own-places.ts'
import type { Follow } from './show-dossier.ts'

/** A dossier that is open to the person, with the follow if there is one already. */
export interface Opened {
  row: DossierRow
  by: 'follow' | 'phone'
  follow?: Follow
}

// From what the person has proved to the code, and never from the code: however the table is read, it is read the same
// for every code that was not proved. A phone may stand on very many dossiers, so it is looked up with the code, by an
// index that only the same expression can use. Joined places are found here once more, since a list of them would have the
// statement planned anew each time. What is shown is read of the one that was found, and of the others nothing.
const find = `
  with ${ownPlaces}, opened as materialized (
    select d.id, d.code, f.id::text as follow_id, f.tells, f.conversation_id = $1::bigint as here
    from own join dossier_follow f on f.conversation_id = own.id join dossier d on d.id = f.dossier_id
    where f.ended_at is null
    union all
    select d.id, d.code, null, null, false
    from own join proven_phone p on p.conversation_id = own.id
    join dossier d on d.phone_hash is not null and d.phone_hash || d.code = p.phone_hash || $2::text
  )
  select ${dossierColumns}, o.follow_id, o.tells
  from (select * from opened where code = $2 order by follow_id is null, here desc limit 1) o
  join dossier d on d.id = o.id`

/** The dossier of this code if the person follows it, or has shown its phone number to be theirs. */
export async function findOpened(
  { sql, conversation }: DossierScope,
  code: string,
): Promise<Opened | undefined> {
  const { rows } = await sql.query<DossierRow & { follow_id: string | null; tells: Tells | null }>({
    name: 'find opened dossier',
    text: find,
    values: [conversation.id, code],
  })
  const [found] = rows
  if (!found) return undefined
  const { follow_id, tells, ...row } = found
  return follow_id && tells ? { row, by: 'follow', follow: { id: follow_id, tells } } : { row, by: 'phone' }
}
