import type { Sql } from '../../server/database/sql.ts'
import type { Reply } from '../dialogue/reply.ts'
import type { State } from '../dialogue/state.ts'
import type { Person } from './erase-person.ts'
import type { StoredEvent } from './stored-event.ts'

/** Everything that is stored about a person; instants are ISO. */
export interface PersonExport {
  channel: string
  chat: string
  conversations: ExportedConversation[]
}

export interface ExportedConversation {
  account: string
  createdAt: string
  activeAt: string
  blockedAt: string | null
  state: State | null
  /** Content is `null` once it has been emptied. */
  received: { at: string; event: StoredEvent | null }[]
  sent: { at: string; status: string; reply: Reply | null }[]
  reminders: { due: string; status: string; about: string; text: string }[]
  codes: { expires: string; used: string | null }[]
}

const read = `
  select account, created_at as "createdAt", active_at as "activeAt", blocked_at as "blockedAt", state,
    (select coalesce(json_agg(json_build_object('at', received_at, 'event', event) order by id), '[]')
     from inbox where conversation_id = c.id) as received,
    (select coalesce(json_agg(json_build_object('at', created_at, 'status', status, 'reply', reply) order by id), '[]')
     from outbox where conversation_id = c.id) as sent,
    (select coalesce(json_agg(json_build_object(
       'due', due_at, 'status', status, 'about', about, 'text', text) order by due_at), '[]')
     from reminder where conversation_id = c.id) as reminders,
    (select coalesce(json_agg(json_build_object('expires', expires_at, 'used', used_at)), '[]')
     from resume_code where conversation_id = c.id) as codes
  from conversation c where channel = $1 and chat = $2 order by id`

/** Collects a person's data from every account of the channel; no conversations when nothing is stored. */
export async function exportPerson(sql: Sql, { channel, chat }: Person): Promise<PersonExport> {
  const { rows } = await sql.query<ExportedConversation>({ text: read, values: [channel, chat] })
  return { channel, chat, conversations: rows }
}
