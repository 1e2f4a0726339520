import { beginAct } from './begin-act.ts'
import type { Done } from './done.ts'
import { findGone } from './find-gone.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'
import { stateAt } from './state-at.ts'

const resume = `
  update announcement set state = $2, pause = null, look_again_at = null,
    updated_at = $3::timestamptz
  where id = $1`

/**
 * A paused announcement goes on with whoever is left. Where too many of those who got it first had failed, somebody has
 * looked at that now, and they halt it no more.
 * @param by the id of the official
 */
export async function resumeAnnouncement(office: Office, id: string, by: string): Promise<Done> {
  const begun = await beginAct(office, 'resume', { id, by })
  if (!begun.ok) return begun
  const { announcement } = begun
  const gone = announcement.pause === 'unit_gone' ? await findGone(office, announcement) : undefined
  if (gone) return { ok: false, refusal: gone }
  const state = stateAt(announcement, office.now)
  await office.sql.query({ text: resume, values: [id, state, office.now] })
  await recordAct(office, { id, by, act: 'resumed' })
  return { ok: true }
}
