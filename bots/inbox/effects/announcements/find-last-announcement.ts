import type { EffectScope } from '../effect-scope.ts'

// One whose outcome nobody knows may well have arrived. The ids of its messages stand beside each other, some with the
// channel's second id behind a stroke.
const find = `
  select r.id::text, a.topic, coalesce($2 = any(string_to_array(translate(r.external_id, '/', ','), ',')), false) as quoted,
    coalesce((
      select o.created_at <= r.settled_at from outbox o where o.conversation_id = $1 order by o.id desc limit 1
    ), true) as last
  from announcement_recipient r join announcement a on a.id = r.announcement_id
  where r.conversation_id = $1 and r.settled_at is not null
    and (r.status = 'sent' or r.reason = 'unknown_outcome')
  order by quoted desc, r.settled_at desc limit 1`

/**
 * The announcement that somebody quotes, else the one that came last in their conversation.
 * @returns its recipient's row and topic, and whether they answer it: by quoting it, or else when nothing has been said there since
 */
export async function findLastAnnouncement({
  sql,
  conversation,
  quotes,
}: Pick<EffectScope, 'sql' | 'conversation' | 'quotes'>): Promise<
  { row: string; topic: string; isAnswered: boolean } | undefined
> {
  const { rows } = await sql.query<{ id: string; topic: string; quoted: boolean; last: boolean }>({
    text: find,
    values: [conversation.id, quotes ?? null],
  })
  const [found] = rows
  if (!found) return undefined
  const { id, topic, quoted, last } = found
  return { row: id, topic, isAnswered: quotes === undefined ? last : quoted }
}
