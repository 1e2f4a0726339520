import type { Sql } from '../../server/database/sql.ts'
import type { Reply } from '../dialogue/reply.ts'
import type { StoredEvent } from '../inbox/stored-event.ts'

/** A conversation as its channel names it. */
export interface Address {
  channel: string
  account: string
  chat: string
}

/** A message of the assistant; `id` grows within a conversation and across its erasure. */
export interface ReadMessage {
  id: string
  /** Its buttons carry sealed data. */
  reply: Reply
  /** What it was to replace, in the channel's terms. */
  replaces: string | null
  /** ISO instant. */
  createdAt: string
}

/** Something the person did. */
export interface ReadEvent {
  externalId: string
  event: StoredEvent
  /** ISO instant. */
  receivedAt: string
}

const at = `conversation_id = (select id from conversation where channel = $1 and account = $2 and chat = $3)`
const message = `id::text, reply, replaces, created_at as "createdAt"`

/** For channels that come and read: messages after the one with the id `after`, oldest first. */
export async function readMessages(
  sql: Sql,
  { channel, account, chat }: Address,
  after: string,
  limit: number,
): Promise<ReadMessage[]> {
  const { rows } = await sql.query<ReadMessage>({
    text: `select ${message} from outbox
           where ${at} and id > $4 and reply is not null order by outbox.id limit $5`,
    values: [channel, account, chat, toId(after), limit],
  })
  return rows
}

/**
 * The id of the latest answer, "0" where there is none. After it lies what was sent unasked since, and for whoever
 * shows messages only together with answers, that is what nobody has seen yet.
 */
export async function lastAnswerId(sql: Sql, { channel, account, chat }: Address): Promise<string> {
  const { rows } = await sql.query<{ id: string }>({
    text: `select coalesce(max(id), 0)::text as id from outbox where ${at} and inbox_id is not null`,
    values: [channel, account, chat],
  })
  return rows[0]?.id ?? '0'
}

/** The latest of both sides, each oldest first; go on with `readMessages` after the last message's id. */
export async function readHistory(
  sql: Sql,
  { channel, account, chat }: Address,
  limit: number,
): Promise<{ messages: ReadMessage[]; events: ReadEvent[] }> {
  const values = [channel, account, chat, limit]
  const messages = await sql.query<ReadMessage>({
    text: `select ${message} from outbox where ${at} and reply is not null order by outbox.id desc limit $4`,
    values,
  })
  const events = await sql.query<ReadEvent>({
    text: `select external_id as "externalId", event, received_at as "receivedAt" from inbox
           where ${at} and event is not null order by id desc limit $4`,
    values,
  })
  return { messages: messages.rows.reverse(), events: events.rows.reverse() }
}

/** A cursor comes from outside; what is no id stands before everything. */
function toId(after: string): string {
  return /^\d{1,18}$/.test(after) ? after : '0'
}
