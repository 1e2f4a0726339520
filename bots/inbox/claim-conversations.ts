import type { Sql } from '../../server/database/sql.ts'
import type { ChannelName } from '../channels/channel.ts'
import { readState } from '../dialogue/read-state.ts'
import type { State } from '../dialogue/state.ts'
import type { StoredEvent } from './stored-event.ts'

/** A conversation locked by this transaction. */
export interface LockedConversation {
  id: string
  channel: ChannelName
  account: string
  chat: string
  is_group: boolean
  /** What logs and the audit name it by; gone with the row. */
  pseudonym: string
  state: State | null
  blocked: boolean
}

/** An event that waits for its turn. */
export interface WaitingEvent {
  id: string
  conversation_id: string
  /** The channel's own id of it. */
  external_id: string
  /** When it came, in milliseconds by the injected clock. */
  received_ms: number
  event: StoredEvent
  attempts: number
  failure: string | null
}

/** A message not yet sent. */
export interface UnfinishedMessage {
  id: string
  conversation_id: string
  held: boolean
}

// Not `for update`: storing further events of the same conversation goes on meanwhile.
const lock = `
  select id::text, channel, account, chat, is_group, pseudonym, state, blocked_at is not null as blocked
  from conversation where id = any($1::bigint[]) and channel || ':' || account = any($2::text[])
  for no key update skip locked`

/** Of one conversation: the events of one batch, and one that tells that there are more. */
export const mostWaiting = 11

const read = `
  select i.* from unnest($1::bigint[]) c(id), lateral (
    select id::text, conversation_id::text, external_id,
      extract(epoch from received_at)::float8 * 1000 as received_ms, event, attempts, failure, null::boolean as held
    from inbox where conversation_id = c.id and status = 'new' order by inbox.id limit ${mostWaiting}) i
  union all
  select id::text, conversation_id::text, null, null, null, 0, null, status = 'held'
  from outbox where conversation_id = any($1::bigint[]) and status in ('pending', 'sending', 'held')`

/** Those of the conversations that nobody else is at, if they belong to these channel accounts. */
export async function lockConversations(
  sql: Sql,
  ids: readonly string[],
  channels: readonly string[],
): Promise<LockedConversation[]> {
  const { rows } = await sql.query<LockedConversation>({
    name: 'lock conversations',
    text: lock,
    values: [ids, channels],
  })
  // A damaged state must not end its conversation for good.
  return rows.map((row) => (row.state === null ? row : { ...row, state: readState(row.state, row.is_group) }))
}

/**
 * What waits in conversations, by conversation and in order, as far as one batch needs it; it counts for those
 * that were locked. A statement of its own after the lock: what was committed by whoever held it before has to be
 * seen.
 */
export async function readWaiting(sql: Sql, ids: readonly string[]) {
  const { rows } = await sql.query<WaitingEvent & { held: boolean | null }>({
    name: 'read waiting',
    text: read,
    values: [ids],
  })
  const events = new Map<string, WaitingEvent[]>()
  const unfinished = new Map<string, UnfinishedMessage[]>()
  for (const row of rows) {
    const { id, conversation_id, held } = row
    if (held === null) add(events, conversation_id, row)
    else add(unfinished, conversation_id, { id, conversation_id, held })
  }
  for (const list of events.values()) list.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
  return { events, unfinished }
}

function add<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}
