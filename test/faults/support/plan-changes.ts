import type { Pool } from 'pg'
import { Temporal } from 'temporal-polyfill'
import { planPushes } from '../../../knowledge/dossiers/register/plan-pushes.ts'
import { inTransaction } from '../../../server/database/in-transaction.ts'

// Whatever the hour is when this runs.
const fill = `
  with chats as (
    insert into conversation (channel, account, chat, state, created_at, active_at)
    select 'telegram', 'bot', 'c' || n, '{}', $2, $2 from generate_series(1, $1::int) n returning id, chat
  ), dossiers as (
    insert into dossier (code, status, status_at, source, fingerprint, created_at, updated_at)
    select 'c' || n, 4, $2, 'test', 'x', $2, $2 from generate_series(1, $1::int) n returning id, code
  )
  insert into dossier_follow (conversation_id, dossier_id, proved_by, tells, followed_at)
  select chats.id, dossiers.id, 'slip', 'at_once', $2 from chats join dossiers on code = chat
  returning dossier_id::text as id`

/** So many dossiers `c1`, `c2`, … have just changed, each followed by the chat of the same name. */
export async function planChanges(pool: Pool, count: number): Promise<void> {
  const now = Temporal.Now.instant().toString()
  const { rows } = await pool.query<{ id: string }>(fill, [count, now])
  const dossiers = rows.map(({ id }) => id)
  await inTransaction(pool, (sql) => planPushes(sql, dossiers, { now, rules: { settle_seconds: 0 } }))
}
