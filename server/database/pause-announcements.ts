import type { Sql } from './sql.ts'

const pause = `
  with paused as (
    update announcement set state = 'paused', pause = 'asked', look_again_at = null
    where state in ('scheduled', 'waiting', 'sending')
    returning id, version
  ), noted as (
    insert into announcement_history (announcement_id, at, act, version, detail)
    select id, clock_timestamp(), 'paused', version, '{"restored": true}' from paused
  )
  select id::text from paused order by id`

/**
 * After going back to an earlier state of the data: who got an announcement since is not known, and would get it again.
 * Whether it goes on is for people to say.
 * @returns their ids
 */
export async function pauseAnnouncements(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>({ text: pause, values: [] })
  return rows.map(({ id }) => id)
}
