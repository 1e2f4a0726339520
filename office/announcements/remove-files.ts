import { beginAct } from './begin-act.ts'
import type { Done } from './done.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'
import { takeBackApproval } from './take-back-approval.ts'

const remove = 'delete from announcement_file where announcement_id = $1'

/** Takes all files off an announcement, which is an edit like any other. @param by the id of the official */
export async function removeFiles(office: Office, id: string, by: string): Promise<Done> {
  const begun = await beginAct(office, 'edit', { id, by })
  if (!begun.ok) return begun
  await takeBackApproval(office, id)
  await office.sql.query({ text: remove, values: [id] })
  await recordAct(office, { id, by, act: 'files_removed' })
  return { ok: true }
}
