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

// Nobody where the two are one person's already.
const findBeside = `
  select o.conversation_id::text as id, m.conversation_id::text as side
  from person_member m join person_member o on o.person = m.person
  where m.conversation_id = any($1::bigint[]) and o.conversation_id <> all($1::bigint[])
    and (select count(*) from person_member s where s.person = m.person and s.conversation_id = any($1::bigint[])) = 1
  order by o.conversation_id`

/** A conversation that was joined to one of the two before, and to which. */
export interface Beside {
  id: string
  side: string
}

/**
 * Makes two conversations, and all that are joined to either, one person's.
 * @param now ISO instant
 * @returns those that were joined to one of them: they share with the other from now on
 */
export async function joinConversations(
  sql: Sql,
  both: readonly [string, string],
  now: string,
): Promise<Beside[]> {
  await lockPeople(sql)
  const { rows } = await sql.query<Beside>({ text: findBeside, values: [both] })
  await sql.query({ text: join, values: [both, now] })
  return rows
}
