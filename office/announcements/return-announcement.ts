import { cleanText } from '../../knowledge/dossiers/reading/clean-text.ts'
import { beginAct } from './begin-act.ts'
import type { Done } from './done.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'

const longestNote = 1000

const giveBack =
  'update announcement set submitted_version = null, updated_at = $2::timestamptz where id = $1'

/** A draft that was submitted goes back to whoever wrote it. @param note why, in words of the approver */
export async function returnAnnouncement(
  office: Office,
  id: string,
  by: string,
  note?: string,
): Promise<Done> {
  const begun = await beginAct(office, 'return', { id, by })
  if (!begun.ok) return begun
  await office.sql.query({ text: giveBack, values: [id, office.now] })
  const said = cleanText(note ?? '')
    .slice(0, longestNote)
    .toWellFormed()
  await recordAct(office, { id, by, act: 'returned', ...(said === '' ? {} : { note: said }) })
  return { ok: true }
}
