import type { Sql } from '../../server/database/sql.ts'
import type { CleanIncoming } from './clean-incoming.ts'

/** What became of a batch: the conversations that have something new, and how many events were known already. */
export interface Stored {
  conversations: string[]
  duplicates: number
}

const insertEvents = `
  with input as materialized (
    select v.*, c.id as conversation_id
    from json_to_recordset($1::json) as v(
      ord int, channel text, account text, chat text, external_id text, event json)
    left join conversation c on c.channel = v.channel and c.account = v.account and c.chat = v.chat
  ), stored as (
    insert into inbox (conversation_id, channel, account, external_id, event, received_at)
    select conversation_id, channel, account, external_id, event, $2::timestamptz
    from input where conversation_id is not null order by ord
    on conflict (channel, account, external_id) do nothing
    returning conversation_id
  )
  select
    (select coalesce(array_agg(conversation_id::text), '{}') from stored) as stored,
    (select coalesce(array_agg(ord), '{}') from input where conversation_id is null) as strangers,
    (select count(pg_notify('inbox', '')) where $3 and exists (select from stored))`

const insertConversations = `
  insert into conversation (channel, account, chat, is_group, created_at, active_at)
  select distinct on (v.channel, v.account, v.chat)
    v.channel, v.account, v.chat, v.is_group, $2::timestamptz, $2::timestamptz
  from json_to_recordset($1::json) as v(channel text, account text, chat text, is_group boolean)
  order by v.channel, v.account, v.chat
  on conflict (channel, account, chat) do nothing`

/**
 * Stores events of any conversations under their channels' own ids, in the order given; one seen before does
 * nothing. Whoever has not been here yet gets a conversation first.
 * @param now ISO instant
 * @param notify whether other processes are to be woken (when no lane runs in this one)
 */
export async function storeEvents(
  sql: Sql,
  events: readonly CleanIncoming[],
  now: string,
  notify: boolean,
): Promise<Stored> {
  const conversations = new Set<string>()
  let stored = 0
  let waiting = events
  // An erasure may take a conversation away between being found and being referred to, so there are several tries.
  for (let round = 0; waiting.length > 0; round++) {
    if (round > 4) throw new Error('Conversations vanish faster than events can be stored')
    const input = JSON.stringify(waiting.map((event, ord) => ({ ord, ...event })))
    const result = await insert(sql, input, now, notify)
    if (!result) continue
    for (const id of result.stored) conversations.add(id)
    stored += result.stored.length
    const strangers = new Set(result.strangers)
    waiting = waiting.filter((_, ord) => strangers.has(ord))
    if (waiting.length > 0) {
      await sql.query({ text: insertConversations, values: [JSON.stringify(waiting), now] })
    }
  }
  return { conversations: [...conversations], duplicates: events.length - stored }
}

async function insert(sql: Sql, input: string, now: string, notify: boolean) {
  try {
    const { rows } = await sql.query<{ stored: string[]; strangers: number[] }>({
      name: 'store events',
      text: insertEvents,
      values: [input, now, notify],
    })
    return rows[0]
  } catch (error) {
    const foreignKeyViolation = '23503'
    if (error instanceof Error && 'code' in error && error.code === foreignKeyViolation) return undefined
    throw error
  }
}
