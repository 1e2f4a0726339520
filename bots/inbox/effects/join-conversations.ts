import type { Sql } from '../../../server/database/sql.ts'
import { lockPeople } from './lock-people.ts'

// Whoever was joined to either of them is joined to both.
const join = `
  with known as materialized (
    select distinct person from person_member where conversation_id = any($1::bigint[])
  ), target as materialized (
    select coalesce((select min(person) from known), gen_random_uuid()::text) as person
  ), moved as (
    update person_member m set person = t.person from target t
    where m.person in (select person from known) and m.person <> t.person
  )
  insert into person_member (conversation_id, person, joined_at)
  select id, t.person, $2::timestamptz from unnest($1::bigint[]) id, target t
  on conflict (conversation_id) do nothing`

/** Makes two conversations, and all that are joined to either, one person's. @param now ISO instant */
export async function joinConversations(
  sql: Sql,
  both: readonly [string, string],
  now: string,
): Promise<void> {
  await lockPeople(sql)
  await sql.query({ text: join, values: [both, now] })
}
