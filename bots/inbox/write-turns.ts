import type { Statement } from '../../server/database/sql.ts'
import type { Handled } from './handle-conversation.ts'

/** A message as a turn writes it. */
export interface NewMessage {
  conversation_id: string
  inbox_id: string
  /** With its choices' refs sealed. */
  reply: string
  replaces: string | null
  status: 'pending' | 'sending' | 'sent'
  owner: string | null
}

/** What the statement answers: the ids of the messages, in their order. */
export interface Written {
  ids: string[]
}

const write = `
  with turn as materialized (
    select * from json_to_recordset($1::json) as v(id bigint, state json, blocked boolean)
  ), event as materialized (
    select * from json_to_recordset($2::json) as v(
      conversation_id bigint, id bigint, status text, attempts int, failure text, secret boolean)
  ), saved as (
    update conversation c set state = v.state, active_at = $4::timestamptz,
      blocked_at = case when v.blocked then coalesce(c.blocked_at, $4::timestamptz) end
    from turn v where c.id = v.id
  ), settled as (
    update inbox i set status = v.status, attempts = v.attempts, failure = v.failure,
      event = case when v.secret then null else i.event end,
      done_at = case when v.status = 'done' then $4::timestamptz end
    from event v where i.conversation_id = v.conversation_id and i.id = v.id
  ), added as (
    insert into outbox (conversation_id, inbox_id, reply, replaces, status, owner, created_at, settled_at)
    select conversation_id, inbox_id, reply, replaces, status, owner, $4::timestamptz,
      case when status = 'sent' then $4::timestamptz end
    from json_to_recordset($3::json) as v(
      ord int, conversation_id bigint, inbox_id bigint, reply json, replaces text, status text, owner bigint)
    order by ord
    returning id
  )
  select
    (select coalesce(array_agg(id::text order by id), '{}') from added) as ids,
    (select count(pg_notify('outbox', notice)) from unnest($5::text[]) notice)`

/** The statement that writes what turns decided: states, what became of the events, and messages. */
export function writeTurns(
  handled: readonly Handled[],
  messages: readonly NewMessage[],
  notices: readonly string[],
  now: string,
): Statement {
  const turns = handled.map(({ conversation, state, blocked }) => ({ id: conversation.id, state, blocked }))
  const events = handled.flatMap(({ conversation, events: own }) =>
    own.map((event) => ({ conversation_id: conversation.id, ...event })),
  )
  return {
    name: 'write turns',
    text: write,
    values: [JSON.stringify(turns), JSON.stringify(events), toJson(messages), now, notices],
  }
}

/** Replies are JSON already and go in as they are. */
function toJson(messages: readonly NewMessage[]): string {
  const rows = messages.map(({ reply, ...rest }, ord) => {
    const row = JSON.stringify({ ord, ...rest })
    return `${row.slice(0, -1)},"reply":${reply}}`
  })
  return `[${rows.join(',')}]`
}
