import { Temporal } from 'temporal-polyfill'
import type { ChannelName } from '../../bots/channels/channel.ts'
import { withinSendingWindow } from '../../knowledge/calendar/sending-window.ts'
import { type DossierRow, dossierColumns } from '../../knowledge/dossiers/access/dossier-columns.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { Sql } from '../../server/database/sql.ts'
import { passNotices } from './pass-notices.ts'
import type { PushParts } from './push-parts.ts'
import { settleFollows } from './settle-follows.ts'

/** Follows in one transaction: their conversations are locked as long. */
const batch = 100
/** Transactions in one go; after an import everything followed may have to be looked at. */
const mostBatches = 20

// Conversations are locked as a turn locks them, and as whoever tells people does: so each follow is in one hand.
const takeDue = `
  select f.id::text as follow, f.followed_at, f.notices, c.channel, ${dossierColumns}
  from dossier_follow f join conversation c on c.id = f.conversation_id join dossier d on d.id = f.dossier_id
  where f.notice_at <= $1::timestamptz and f.ended_at is null and f.tells <> 'no'
  order by f.notice_at limit ${batch}
  for no key update of f skip locked for no key update of c skip locked`

// Where a change is to be told already, that says all of it.
const plan = `
  insert into dossier_push (follow_id, channel, due_at, notice, status, planned_at)
  select follow, channel, $2::timestamptz, notice, 'planned', $3::timestamptz
  from json_to_recordset($1::json) v(follow bigint, channel text, notice text) order by follow
  on conflict (follow_id) where status = 'planned' do nothing`

type Due = DossierRow & { follow: string; followed_at: string; notices: string[]; channel: ChannelName }

/**
 * Plans what the clock has to say to followers: that the date is near, or over, or that the result waits to be
 * collected.
 * @returns whether there is more of it at this moment
 */
export async function planNotices(parts: Pick<PushParts, 'pool' | 'clock' | 'known'>): Promise<boolean> {
  for (let nth = 0; nth < mostBatches; nth++) {
    const found = await inTransaction(parts.pool, (sql) => planBatch(parts, sql))
    if (found < batch) return false
  }
  return true
}

async function planBatch({ clock, known }: Pick<PushParts, 'clock' | 'known'>, sql: Sql): Promise<number> {
  const at = clock.now()
  const now = at.toString()
  const { rows } = await sql.query<Due>({ text: takeDue, values: [now] })
  const judged = rows.map(({ follow, channel, followed_at, notices, ...row }) => {
    // What was owed when they began to follow was shown to them then.
    const shown = passNotices(row, notices, Temporal.Instant.from(followed_at), known())
    const { given, latest, next } = passNotices(row, shown.given, at, known())
    return { follow, channel, notice: latest?.key, given, next }
  })
  const planned = judged.filter(({ notice }) => notice !== undefined)
  if (planned.length > 0) {
    const due = withinSendingWindow(at).toString()
    await sql.query({ text: plan, values: [JSON.stringify(planned), due, now] })
  }
  const follows = judged.map(({ follow, given, next }) => ({
    id: follow,
    over: false,
    given,
    notice_at: next,
  }))
  await settleFollows(sql, follows, now)
  return rows.length
}
