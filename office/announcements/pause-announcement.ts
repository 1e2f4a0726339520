import { beginAct } from './begin-act.ts'
import type { Done } from './done.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'

const pause = `
  update announcement set state = 'paused', pause = 'asked', look_again_at = null, updated_at = $2::timestamptz
  where id = $1`

/** Nothing more of it begins to go out until it is resumed. @param by the id of the official */
export async function pauseAnnouncement(office: Office, id: string, by: string): Promise<Done> {
  const begun = await beginAct(office, 'pause', { id, by })
  if (!begun.ok) return begun
  await office.sql.query({ text: pause, values: [id, office.now] })
  await recordAct(office, { id, by, act: 'paused' })
  return { ok: true }
}
