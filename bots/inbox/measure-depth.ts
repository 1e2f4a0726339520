import type { Sql } from '../../server/database/sql.ts'

/** How much waits: events for their turns, messages for being sent. Cheap: both are indexed apart. */
export async function measureDepth(sql: Sql): Promise<{ events: number; messages: number }> {
  const { rows } = await sql.query<{ events: number; messages: number }>({
    text: `select
      (select count(*)::int from inbox where status = 'new') as events,
      (select count(*)::int from outbox where status in ('pending', 'sending')) as messages`,
  })
  return rows[0] ?? { events: 0, messages: 0 }
}
