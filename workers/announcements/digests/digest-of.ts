import type { Sql } from '../../../server/database/sql.ts'
import { isInDigest } from './is-in-digest.ts'

// Who has chosen meanwhile not to hear of it is not told here: it is planned by itself then, and skipped as any other.
const take = `
  with taken as (
    update announcement_recipient m set owner = case when m.status = 'held' and ${isInDigest('$2::timestamptz')} and (
        f.conversation_id is null or (f.stopped_at is null and a.topic = any(f.topics) and (
          a.audience ? 'all'
          or f.units && array(select jsonb_array_elements_text(a.audience->'units'))
          or f.groups && array(select jsonb_array_elements_text(a.audience->'groups')::bigint)))
      ) then c.owner end
    from announcement_recipient own
    join announcement_recipient c on c.id = own.digest
    join announcement a on a.id = own.announcement_id
    left join follower f on f.conversation_id = own.conversation_id
    where m.id = own.id and own.digest = any($1::bigint[]) and own.digest <> own.id
    returning m.digest, m.announcement_id, m.owner
  )
  select digest::text as carrier, array_agg(announcement_id::text order by announcement_id) as announcements
  from taken where owner is not null group by digest`

/**
 * Which announcements the messages of carriers (rows whose `digest` is their own id) tell besides their own, at this
 * moment; from now on these are in their messages, until `settleDigests`. Carriers are in hand already, in a transaction
 * that is committed or this one.
 * @param now ISO instant by the injected clock
 * @returns ids of announcements by the carrier's id; a carrier of none is absent
 */
export async function digestOf(
  sql: Sql,
  carriers: readonly string[],
  now: string,
): Promise<Map<string, string[]>> {
  if (carriers.length === 0) return new Map()
  const { rows } = await sql.query<{ carrier: string; announcements: string[] }>({
    text: take,
    values: [carriers, now],
  })
  return new Map(rows.map(({ carrier, announcements }) => [carrier, announcements]))
}
