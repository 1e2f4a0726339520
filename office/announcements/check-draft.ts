import type { DraftFields } from '../../bots/dialogue/event.ts'
import type { Refusal } from '../../knowledge/announcements/announcement.ts'
import { checkAudience } from './check-audience.ts'
import { checkFields } from './check-fields.ts'
import type { Office } from './office.ts'

/** @returns what is given as it may be kept, every mistake in it, and the units that its audience lies in */
export async function checkDraft(
  office: Pick<Office, 'sql' | 'now' | 'facts' | 'isUnit'>,
  given: DraftFields,
): Promise<{ fields: DraftFields; refusals: Refusal[]; units: ReadonlySet<string> }> {
  const { fields, refusals } = checkFields(given, office)
  if (!given.audience) return { fields, refusals, units: new Set() }
  const checked = await checkAudience(office, given.audience)
  return {
    fields: { ...fields, audience: checked.audience },
    refusals: [...refusals, ...checked.refusals],
    units: checked.units,
  }
}
