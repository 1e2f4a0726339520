import type { DraftFields } from '../../bots/dialogue/event.ts'
import { beginAct } from './begin-act.ts'
import { checkDraft } from './check-draft.ts'
import { countRecipients } from './count-recipients.ts'
import type { Done } from './done.ts'
import { draftColumns, draftValues } from './draft-values.ts'
import { judgeWriting } from './judge-writing.ts'
import { mergeFields } from './merge-fields.ts'
import type { Office } from './office.ts'
import { recordAct } from './record-act.ts'
import { takeBackApproval } from './take-back-approval.ts'

const update = `
  update announcement set recipients = coalesce($2, recipients), (${draftColumns}) = row(
    $3, $4, $5, $6::jsonb, $7, $8::boolean, $9::timestamptz, $10::timestamptz, $11::jsonb, $12::jsonb, $13::jsonb)
  where id = $1`

/** What decides how many are concerned. */
const concerned = ['audience', 'topic', 'urgent'] as const

/**
 * Changes what an announcement says, to whom or when; what is absent stays. It has to be submitted and approved again.
 * The audience of a correction is fixed: what is given of one is passed over.
 * @param by the id of the official
 */
export async function editAnnouncement(
  office: Office,
  id: string,
  given: DraftFields,
  by: string,
): Promise<Done> {
  const begun = await beginAct(office, 'edit', { id, by })
  if (!begun.ok) return begun
  const { announcement, official } = begun
  const { audience, ...others } = given
  const { fields, refusals, units } = await checkDraft(
    office,
    audience && announcement.corrects === null ? given : others,
  )
  const draft = mergeFields(announcement, fields)
  const outside = fields.audience && judgeWriting(official, { unit: announcement.unit, ...draft, units })
  const refusal = outside ?? refusals[0]
  if (refusal) return { ok: false, refusal }
  await takeBackApproval(office, id)
  // In a turn it would be long for nothing.
  const recipients = concerned.some((field) => field in fields)
    ? await countRecipients(office, { ...draft, corrects: announcement.corrects })
    : null
  await office.sql.query({ text: update, values: [id, recipients, ...draftValues(draft)] })
  await recordAct(office, { id, by, act: 'edited', detail: { fields: Object.keys(fields) } })
  return { ok: true }
}
