import { beginAct } from './begin-act.ts'
import { checkWhole } from './check-whole.ts'
import type { Done } from './done.ts'
import { isUnchanged } from './is-unchanged.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'
import { refuse } from './refuse.ts'

const submit =
  'update announcement set submitted_version = version, updated_at = $2::timestamptz where id = $1'

/** A draft goes to those who may approve it, as it is now. @param by the id of the official */
export async function submitAnnouncement(office: Office, id: string, by: string): Promise<Done> {
  const begun = await beginAct(office, 'submit', { id, by })
  if (!begun.ok) return begun
  const [refusal] = checkWhole(begun.announcement, office)
  if (refusal) return { ok: false, refusal }
  if (await isUnchanged(office.sql, begun.announcement)) return refuse('unchanged')
  await office.sql.query({ text: submit, values: [id, office.now] })
  await recordAct(office, { id, by, act: 'submitted' })
  return { ok: true }
}
