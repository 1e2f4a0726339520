import { beginAct } from './begin-act.ts'
import type { Done } from './done.ts'
import { endSending } from './end-sending.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'
import { refuse } from './refuse.ts'
import { underWay } from './under-way.ts'

// The Official Account cannot take a message back; where it can be, the channel says each time.
const findRecallable = `
  select exists (
    select from announcement_recipient
    where announcement_id = $1 and status <> 'planned' and channel <> 'zalo_oa' and recalled_at is null
      and (status in ('sending', 'sent') or unknown_outcomes > 0)
  ) as found`

const ask =
  'update announcement set recall_asked_at = $2::timestamptz, updated_at = $2::timestamptz where id = $1'

/**
 * Has an announcement taken back from the chats that it went to, as far as their channels can; it is stopped first.
 * Whoever sends does it.
 * @param by the id of the official
 */
export async function recallAnnouncement(office: Office, id: string, by: string): Promise<Done> {
  const begun = await beginAct(office, 'recall', { id, by })
  if (!begun.ok) return begun
  const { rows } = await office.sql.query<{ found: boolean }>({ text: findRecallable, values: [id] })
  if (!rows[0]?.found) return refuse('recall_impossible')
  if (underWay.includes(begun.announcement.state)) {
    await endSending(office, id)
    await recordAct(office, { id, by, act: 'stopped' })
  }
  await office.sql.query({ text: ask, values: [id, office.now] })
  await recordAct(office, { id, by, act: 'recalled' })
  return { ok: true }
}
