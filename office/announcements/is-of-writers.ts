import { editingActs } from './editing-acts.ts'
import type { Office } from './office.ts'

// A mobile number is one human's, written with the country's prefix or not; a switchboard, or an office's mailbox, is many's.
const find = `
  with phone as (
    select id, substring(regexp_replace(phone, '[^0-9]', '', 'g') from '^(?:84|0)([35789][0-9]{8})$') as mobile
    from official where id = $1 or id = any($2::bigint[])),
  mine as (
    select conversation_id as chat from official_chat where official_id = $1
    union select $4::bigint where $4::bigint is not null),
  theirs as (
    select conversation_id as chat from official_chat where official_id = any($2::bigint[])
    union select (detail ->> 'chat')::bigint from announcement_history
      where announcement_id = $3 and act = any($5::text[]) and detail ? 'chat')
  select exists (
    select from phone a join phone w on w.mobile = a.mobile where a.id = $1 and w.id <> $1
  ) or exists (select from mine join theirs using (chat)
  ) or exists (
    select from mine join person_member m on m.conversation_id = mine.chat
    join person_member t on t.person = m.person join theirs on theirs.chat = t.conversation_id
  ) as found`

/**
 * Whether an official is, for all that is known, the same human as one who wrote an announcement: by a mobile number, by
 * chats that are joined, or by the very chat it was written in.
 * @param writers ids of officials
 */
export async function isOfWriters(
  { sql, chat }: Pick<Office, 'sql' | 'chat'>,
  official: string,
  { id, writers }: { id: string; writers: readonly string[] },
): Promise<boolean> {
  const { rows } = await sql.query<{ found: boolean }>({
    text: find,
    values: [official, writers, id, chat ?? null, editingActs],
  })
  return rows[0]?.found ?? false
}
