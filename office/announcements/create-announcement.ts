import type { DraftFields } from '../../bots/dialogue/event.ts'
import { checkDraft } from './check-draft.ts'
import type { Done } from './done.ts'
import { emptyDraft } from './empty-draft.ts'
import { findActingOfficial } from './find-acting-official.ts'
import { insertDraft } from './insert-draft.ts'
import { judgeWriting } from './judge-writing.ts'
import { mergeFields } from './merge-fields.ts'
import type { Office } from './office.ts'
import { refuse } from './refuse.ts'

/**
 * Begins an announcement. It need not be whole before it is submitted, but what is given has to be right.
 * @param fields `unit` is who speaks: the official's own unit when it is absent
 * @param by the id of the official who writes it
 */
export async function createAnnouncement(
  office: Office,
  { unit: said, ...given }: DraftFields & { unit?: string },
  by: string,
): Promise<Done<{ id: string }>> {
  const official = await findActingOfficial(office, by)
  if (!official) return refuse('no_role')
  const unit = said ?? official.unit
  const { fields, refusals, units } = await checkDraft(office, given)
  const draft = mergeFields(emptyDraft(office.facts), fields)
  const refusal = judgeWriting(official, { unit, audience: draft.audience, units }) ?? refusals[0]
  if (refusal) return { ok: false, refusal }
  if (!office.isUnit(unit)) return refuse('unit_gone', { unit })
  const id = await insertDraft(office, { draft, unit, corrects: null }, by)
  return { ok: true, id }
}
