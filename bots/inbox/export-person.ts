import type { Proof, Tells } from '../../knowledge/dossiers/dossier.ts'
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
  /** The other identities of the same person; what is stored about those is exported by their own names. */
  joined: { channel: string; account: string; chat: string; since: string }[]
  /** As what an official this chat is known. */
  official: { name: string; role: string; unit: string; since: string } | null
  /** What this group chat belongs to. */
  bound: { unit: string; group: string | null; since: string } | null
  /** The phone number that was shown to be theirs; no more of it is kept in a form that can be read. */
  phone: { last2: string; since: string } | null
  /** Dossiers that are, or lately were, followed here. */
  dossiers: { code: string; provedBy: Proof; tells: Tells; since: string; ended: string | null }[]
  /** Photos whose codes are still to be read, and when they were sent. */
  photos: string[]
  /** What is heard here of announcements; topics as the file of facts names them. */
  follows: {
    units: string[]
    groups: string[]
    topics: string[]
    since: string
    stopped: string | null
  } | null
  /** Those that are kept by their recipients; the same message may tell several. */
  announcements: {
    title: string
    status: string
    at: string | null
    delivered: string | null
    seen: string | null
  }[]
  /** @property answer the option that was chosen */
  polls: { question: string; answer: string; at: string }[]
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
     from resume_code where conversation_id = c.id) as codes,
    (select coalesce(json_agg(json_build_object(
       'channel', s.channel, 'account', s.account, 'chat', s.chat, 'since', o.joined_at) order by o.joined_at), '[]')
     from person_member m
     join person_member o on o.person = m.person and o.conversation_id <> m.conversation_id
     join conversation s on s.id = o.conversation_id
     where m.conversation_id = c.id) as joined,
    (select json_build_object('name', o.name, 'role', o.role, 'unit', o.unit, 'since', l.linked_at)
     from official_chat l join official o on o.id = l.official_id where l.conversation_id = c.id) as official,
    (select json_build_object('unit', b.unit, 'group', g.name, 'since', b.bound_at)
     from bound_chat b left join neighbourhood_group g on g.id = b.group_id where b.conversation_id = c.id) as bound,
    (select json_build_object('last2', phone_last2, 'since', proven_at)
     from proven_phone where conversation_id = c.id) as phone,
    (select coalesce(json_agg(json_build_object('code', d.code, 'provedBy', f.proved_by, 'tells', f.tells,
       'since', f.followed_at, 'ended', f.ended_at) order by f.followed_at), '[]')
     from dossier_follow f join dossier d on d.id = f.dossier_id where f.conversation_id = c.id) as dossiers,
    (select coalesce(json_agg(asked_at order by asked_at), '[]')
     from photo_reading where conversation_id = c.id) as photos,
    (select json_build_object('units', units, 'topics', topics, 'since', followed_at, 'stopped', stopped_at,
       'groups', array(select name from neighbourhood_group where id = any(f.groups) order by name))
     from follower f where conversation_id = c.id) as follows,
    (select coalesce(json_agg(json_build_object('title', a.title, 'status', r.status, 'at', r.settled_at,
       'delivered', r.delivered_at, 'seen', r.seen_at) order by r.id), '[]')
     from announcement_recipient r join announcement a on a.id = r.announcement_id
     where r.conversation_id = c.id) as announcements,
    (select coalesce(json_agg(json_build_object('question', a.poll->>'question',
       'answer', a.poll->'options'->>v.choice, 'at', v.answered_at) order by v.answered_at), '[]')
     from poll_answer v join announcement a on a.id = v.announcement_id
     where v.conversation_id = c.id) as polls
  from conversation c where channel = $1 and chat = $2 order by id`

/** Collects a person's data from every account of the channel; no conversations when nothing is stored. */
export async function exportPerson(sql: Sql, { channel, chat }: Person): Promise<PersonExport> {
  const { rows } = await sql.query<ExportedConversation>({ text: read, values: [channel, chat] })
  return { channel, chat, conversations: rows }
}
