import { Temporal } from 'temporal-polyfill'
import type { Queues } from '../queue/create-queues.ts'
import { firePushes } from './fire-pushes.ts'
import { followUpPushes } from './follow-up-pushes.ts'
import { planNotices } from './plan-notices.ts'
import type { PushParts } from './push-parts.ts'
import { wakeForPushes } from './wake-for-pushes.ts'

// What was handed over a moment ago may have to be told elsewhere in another one.
const findNext = `
  select
    exists (select from dossier_push where status = 'handed'
      and handed_at > $1::timestamptz - interval '1 minute') as under_way,
    (select min(notice_at) from dossier_follow
      where notice_at > $1::timestamptz and ended_at is null and tells <> 'no') as notice_at`

/** Whatever is further away is found again until then. */
const ahead = Temporal.Duration.from({ hours: 1 })
/** To the next whole second, unless that is upon us. */
const moment = Temporal.Duration.from({ milliseconds: 200 })

/**
 * All that followers of dossiers are owed at this moment; and asks to be woken for what is left, or comes next. May run
 * at any time, and in several processes.
 */
export async function tellFollowers(
  parts: PushParts,
  queues: Pick<Queues<'dossiers'>, 'wake'>,
): Promise<void> {
  await followUpPushes(parts)
  const more = await planNotices(parts)
  const { waiting } = await firePushes(parts)
  const now = parts.clock.now()
  const { rows } = await parts.pool.query<{ under_way: boolean; notice_at: string | null }>(findNext, [
    now.toString(),
  ])
  const [left] = rows
  const waking = { queues, clock: parts.clock }
  if (more || waiting || left?.under_way) await wakeForPushes(waking, now.add(moment))
  if (!left?.notice_at) return
  const next = Temporal.Instant.from(left.notice_at)
  if (Temporal.Instant.compare(next, now.add(ahead)) <= 0) await wakeForPushes(waking, next)
}
