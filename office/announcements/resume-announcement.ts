import { beginAct } from './begin-act.ts'
import { checkAudience } from './check-audience.ts'
import type { Done } from './done.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'
import { refuse } from './refuse.ts'
import { stateAt } from './state-at.ts'

const resume = `
  update announcement set state = $2, pause = null, look_again_at = null, canary = canary and $3::boolean,
    updated_at = $4::timestamptz
  where id = $1`

/**
 * A paused announcement goes on with whoever is left. Where too many of its first share had failed, somebody has looked
 * at that now: it goes on to everybody.
 * @param by the id of the official
 */
export async function resumeAnnouncement(office: Office, id: string, by: string): Promise<Done> {
  const begun = await beginAct(office, 'resume', { id, by })
  if (!begun.ok) return begun
  const { pause, audience } = begun.announcement
  if (pause === 'unit_gone') {
    const [gone] = (await checkAudience(office, audience)).refusals
    if (gone) return refuse('unit_gone', { unit: gone.values?.which ?? '' })
  }
  const state = stateAt(begun.announcement, office.now)
  await office.sql.query({ text: resume, values: [id, state, pause !== 'canary', office.now] })
  await recordAct(office, { id, by, act: 'resumed' })
  return { ok: true }
}
