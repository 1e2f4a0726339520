import { beginAct } from './begin-act.ts'
import { checkWhole } from './check-whole.ts'
import { countRecipients } from './count-recipients.ts'
import type { Done } from './done.ts'
import { findGone } from './find-gone.ts'
import { findMissingFile } from './find-missing-file.ts'
import { isOfWriters } from './is-of-writers.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'
import { refuse } from './refuse.ts'
import { stateAt } from './state-at.ts'

const approve = `
  update announcement set state = $2, approver = $3::bigint, approved_at = $4::timestamptz, recipients = $5,
    updated_at = $4::timestamptz
  where id = $1`

/**
 * Lets an announcement go out, or wait for its time, exactly as it was submitted: who follows at this moment is whom it
 * is for. Whoever calls has it planned after the commit.
 * @param by the id of the official
 * @param options.urgent the second confirmation, without which an urgent one is not approved
 * @param options.version the one that was looked at: no other is approved
 */
export async function approveAnnouncement(
  office: Office,
  id: string,
  by: string,
  { urgent = false, version }: { urgent?: boolean; version?: number } = {},
): Promise<Done> {
  const begun = await beginAct(office, 'approve', { id, by })
  if (!begun.ok) return begun
  const { announcement } = begun
  if (await isOfWriters(office, by, announcement)) return refuse('own')
  if (version !== undefined && version !== announcement.version)
    return refuse('changed', { version: announcement.version })
  if (announcement.urgent !== null && !urgent)
    return { ok: false, refusal: { why: 'urgent_unconfirmed', values: { category: announcement.urgent } } }
  const [unfit] = checkWhole(announcement, office)
  const refusal = unfit ?? (await findGone(office, announcement)) ?? (await findMissingFile(office.sql, id))
  if (refusal) return { ok: false, refusal }
  const recipients = await countRecipients(office, announcement)
  if (recipients === 0) return { ok: false, refusal: { why: 'nobody' } }
  const state = stateAt(announcement, office.now)
  await office.sql.query({ text: approve, values: [id, state, by, office.now, recipients] })
  await recordAct(office, {
    id,
    by,
    act: 'approved',
    ...(announcement.urgent === null ? {} : { detail: { urgent: announcement.urgent } }),
  })
  return { ok: true }
}
