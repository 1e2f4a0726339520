import type { PoolClient } from 'pg'
import type { ChannelName } from '../channels/channel.ts'
import type { Reply } from '../dialogue/reply.ts'

/** A conversation whose first unfinished message waits for nobody. */
export interface DueConversation {
  id: string
  channel: ChannelName
  account: string
  chat: string
  /** Its person was erased: what is to be sent are the last words. */
  farewell: boolean
  /** The id of what the person last did, when that was (milliseconds), and how many messages went out since. */
  last_event: string | null
  last_ms: number | null
  /** Nine stands for more. */
  sent_since: number
}

/** A message as it is read from the outbox to be sent. */
export interface DueMessage {
  id: string
  conversation_id: string
  reply: Reply
  replaces: string | null
  attempts: number
  unknown_outcomes: number
  created_ms: number
  status: 'sending' | 'pending'
}

// Sends of a conversation end in the order of their ids, so the primary key finds the latest of them. More than
// nine tell nothing more, and a conversation may be years long. Somebody waits for an answer, and nobody for what was
// not asked for: answers go first.
const lockDue = `
  select c.id::text, c.channel, c.account, c.chat, c.state is null as farewell,
    last.external_id as last_event, extract(epoch from last.received_at)::float8 * 1000 as last_ms,
    (select count(*)::int from (
      select settled_at from outbox o
      where o.conversation_id = c.id and (o.status = 'sent' or o.unknown_outcomes > 0)
      order by o.id desc limit 9
    ) latest where settled_at >= last.received_at) as sent_since
  from (
    select distinct on (conversation_id) conversation_id, id, inbox_id, status, owner, not_before
    from outbox where status in ('pending', 'sending') order by conversation_id, id
  ) head join conversation c on c.id = head.conversation_id
  left join lateral (
    select external_id, received_at from inbox where conversation_id = c.id order by id desc limit 1) last on true
  where head.status = 'pending' and head.owner is null
    and (head.not_before is null or head.not_before <= now())
    and c.channel || ':' || c.account = any($1::text[]) and c.id <> all($2::bigint[])
  order by head.inbox_id is null, head.id limit $3
  for no key update of c skip locked`

// Looked at anew under the lock. Only the unbroken beginning of what waits is taken, so that order is kept.
const claimDue = `
  with waiting as (
    select conversation_id, id, row_number() over line as place,
      bool_and(status = 'pending' and owner is null) over line as free,
      first_value(not_before) over line as not_before
    from outbox where conversation_id = any($1::bigint[]) and status in ('pending', 'sending')
    window line as (partition by conversation_id order by id)
  )
  update outbox o set owner = $2, status = case when w.place = 1 and w.conversation_id <> all($3::bigint[]) then 'sending' else 'pending' end
  from waiting w
  where o.conversation_id = w.conversation_id and o.id = w.id and w.free and w.place <= 20 and (w.not_before is null or w.not_before <= now())
  returning o.id::text, o.conversation_id::text, o.reply, o.replaces, o.attempts, o.unknown_outcomes, o.status,
    extract(epoch from o.created_at)::float8 * 1000 as created_ms`

/** Locks conversations of these channels whose next message is due: who is answered first, then oldest first. */
export async function lockDueConversations(
  client: PoolClient,
  channels: readonly string[],
  except: readonly string[],
  limit: number,
): Promise<DueConversation[]> {
  const { rows } = await client.query<DueConversation>(lockDue, [channels, except, limit])
  return rows
}

/**
 * Takes the waiting messages of locked conversations in hand, in order; the first of each is begun.
 * @param unbegun conversations among them whose channel has something to wait for before
 */
export async function claimDueMessages(
  client: PoolClient,
  conversations: readonly string[],
  owner: string,
  unbegun: readonly string[],
): Promise<DueMessage[]> {
  const { rows } = await client.query<DueMessage>(claimDue, [conversations, owner, unbegun])
  return rows.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
}
