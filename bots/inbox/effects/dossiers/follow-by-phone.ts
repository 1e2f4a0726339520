import { followedAtOnce } from '../../../../knowledge/dossiers/followed-at-once.ts'
import { overStatuses } from '../../../../knowledge/dossiers/over-statuses.ts'
import type { DossierScope } from './dossier-scope.ts'

// The follow is made where the phone was shown, so that it stays there should the two be parted. A conversation that is
// being erased at this moment is passed over: waiting for it could go in a circle.
const follow = `
  insert into dossier_follow as f (conversation_id, dossier_id, proved_by, tells, followed_at)
  select distinct on (d.id) c.id, d.id, 'phone', 'day', $3::timestamptz
  from (select id from conversation where id = any($1::bigint[]) for key share skip locked) c
  join proven_phone p on p.conversation_id = c.id`

// A phone that stands on very many dossiers is a service's, or one that was made up: of those, the last entered.
const newest = `
  cross join lateral (
    select id, status, status_at from dossier
    where phone_hash = p.phone_hash
    order by id desc limit ${followedAtOnce}) d`

const lately = `not (d.status = any($4::smallint[]) and d.status_at < $3::timestamptz - interval '30 days')`

const again = `
  on conflict (conversation_id, dossier_id) do update set
    proved_by = case when f.ended_at is null then f.proved_by else excluded.proved_by end,
    ended_at = null, notice_at = default,
    tells = case when f.ended_at is null then f.tells else excluded.tells end`

const one = `${follow}
  join dossier d on d.phone_hash = p.phone_hash
  where d.id = $4
  order by d.id, (c.id = $2::bigint) desc${again}`

const all = `${follow}${newest}
  where c.id = $2::bigint and ${lately}
  order by d.id${again}`

// Those that the person does not want to follow any more stay so.
const missing = `${follow}${newest}
  where ${lately}
    and not exists (select from dossier_follow o where o.dossier_id = d.id and o.conversation_id = any($1::bigint[]))
  order by d.id, (c.id = $2::bigint) desc
  on conflict (conversation_id, dossier_id) do nothing`

/**
 * Makes follows of what a proven phone opens.
 * @param what one dossier, by its id; `all` of the number shown in this very conversation, also what was given up; or
 *   those `missing`, never followed before. The latter two take the newest, and nothing that is long over.
 */
export async function followByPhone(
  { sql, conversation, now, asker }: DossierScope,
  what: { id: string } | 'all' | 'missing',
): Promise<void> {
  const places = asker.places.map(({ id }) => id)
  const values = [places, conversation.id, now]
  if (typeof what === 'object') await sql.query({ text: one, values: [...values, what.id] })
  else await sql.query({ text: what === 'all' ? all : missing, values: [...values, overStatuses] })
}
