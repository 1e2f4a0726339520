import { pullChannels } from '../../bots/channels/channel.ts'
import type { AnnouncementParts } from './announcement-parts.ts'

const withdraw = `
  with sent as (
    select r.id, r.conversation_id, r.external_id::bigint as message from announcement_recipient r
    where r.announcement_id = $1 and r.status <> 'planned' and r.status = 'sent' and r.recalled_at is null
      and r.reason is null and r.channel = any($2::text[]) and r.external_id ~ '^[0-9]{1,18}$'
    limit 500
  ), written as (
    update outbox o set reply = case when c.state->>'lang' = 'en' then $4::json else $3::json end
    from sent s join conversation c on c.id = s.conversation_id
    where o.conversation_id = s.conversation_id and o.id = s.message
  )
  update announcement_recipient r set recalled_at = $5::timestamptz from sent where r.id = sent.id`

/** Writes over what recipients would read of an announcement when they look again, where they come and read. */
export async function withdrawWritten(
  { pool, clock, known }: Pick<AnnouncementParts, 'pool' | 'clock' | 'known'>,
  announcement: { id: string; title: string },
): Promise<void> {
  const { sayings } = known()
  const values = [
    announcement.id,
    pullChannels,
    JSON.stringify(sayings.withdrawn(announcement, 'vi')),
    JSON.stringify(sayings.withdrawn(announcement, 'en')),
    clock.now().toString(),
  ]
  for (;;) {
    const { rowCount } = await pool.query(withdraw, values)
    if (!rowCount) return
  }
}
