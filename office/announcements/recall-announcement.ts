import type { RecallReach } from '../../knowledge/announcements/announcement.ts'
import { beginAct } from './begin-act.ts'
import type { Done } from './done.ts'
import { endSending } from './end-sending.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'
import { underWay } from './under-way.ts'

const findReached = `
  select distinct channel from announcement_recipient
  where announcement_id = $1 and status <> 'planned' and recalled_at is null
    and (status in ('sending', 'sent') or unknown_outcomes > 0)`

/** The Official Account cannot take a message back; where it can be, the channel says each time. */
const cannotDelete: readonly string[] = ['zalo_oa']

const ask =
  'update announcement set recall_asked_at = $2::timestamptz, updated_at = $2::timestamptz where id = $1'

/**
 * Takes an announcement off the board, and has it taken back from the chats that it went to, as far as their channels
 * can; it is stopped first. Whoever sends does it.
 * @param by the id of the official
 */
export async function recallAnnouncement(
  office: Office,
  id: string,
  by: string,
): Promise<Done<{ reach: RecallReach }>> {
  const begun = await beginAct(office, 'recall', { id, by })
  if (!begun.ok) return begun
  if (underWay.includes(begun.announcement.state)) {
    await endSending(office, id)
    await recordAct(office, { id, by, act: 'stopped' })
  }
  await office.sql.query({ text: ask, values: [id, office.now] })
  await recordAct(office, { id, by, act: 'recalled' })
  const { rows } = await office.sql.query<{ channel: string }>({ text: findReached, values: [id] })
  const stays = rows.map(({ channel }) => channel).filter((channel) => cannotDelete.includes(channel))
  return { ok: true, reach: { deletes: rows.length > stays.length, stays } }
}
