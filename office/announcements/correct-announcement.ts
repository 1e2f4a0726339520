import type { DraftFields } from '../../bots/dialogue/event.ts'
import { beginAct } from './begin-act.ts'
import { checkDraft } from './check-draft.ts'
import type { Done } from './done.ts'
import { emptyDraft } from './empty-draft.ts'
import { endSending } from './end-sending.ts'
import { insertDraft } from './insert-draft.ts'
import { mergeFields } from './merge-fields.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'
import { underWay } from './under-way.ts'

/**
 * Begins the correction of an announcement, for exactly those who got it or may have: a draft to be submitted and
 * approved like any other. The wrong one is stopped for good at once.
 * @param given title and topic are those of the wrong one where they are absent, the audience always
 * @param by the id of the official
 */
export async function correctAnnouncement(
  office: Office,
  id: string,
  given: DraftFields,
  by: string,
): Promise<Done<{ id: string }>> {
  const begun = await beginAct(office, 'correct', { id, by })
  if (!begun.ok) return begun
  const { announcement: wrong } = begun
  const { audience: _, ...others } = given
  const { fields, refusals } = await checkDraft(office, others)
  const [refusal] = refusals
  if (refusal) return { ok: false, refusal }
  if (underWay.includes(wrong.state)) {
    await endSending(office, id)
    await recordAct(office, { id, by, act: 'stopped' })
  }
  const { title, topic, audience } = wrong
  const draft = mergeFields({ ...emptyDraft(office.facts), title, topic, audience }, fields)
  const correction = await insertDraft(office, { draft, unit: wrong.unit, corrects: id }, by)
  await recordAct(office, { id, by, act: 'corrected', detail: { by: correction } })
  return { ok: true, id: correction }
}
