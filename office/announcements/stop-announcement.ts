import { beginAct } from './begin-act.ts'
import type { Done } from './done.ts'
import { endSending } from './end-sending.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'

/** Ends an announcement for good, whatever it has come to. @param by the id of the official */
export async function stopAnnouncement(office: Office, id: string, by: string): Promise<Done> {
  const begun = await beginAct(office, 'stop', { id, by })
  if (!begun.ok) return begun
  await endSending(office, id)
  await recordAct(office, { id, by, act: 'stopped' })
  return { ok: true }
}
