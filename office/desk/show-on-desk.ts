import type { DeskAnswer } from '../../bots/dialogue/event.ts'
import { actsOf } from '../announcements/acts-of.ts'
import type { DeskScope } from './desk-scope.ts'
import { findOnDesk } from './find-on-desk.ts'

/**
 * An announcement as it stands now, with what this official may do about it and whom they may address. How many it
 * reaches is what was counted when it was last written; who exactly, and why not, a preview counts.
 */
export async function showOnDesk(scope: DeskScope, id: string): Promise<DeskAnswer> {
  const found = await findOnDesk(scope, id)
  if ('refusal' in found) return { kind: 'desk_refused', refusal: found.refusal }
  const { view } = found
  const { office, official } = scope
  return {
    kind: 'desk_announcement',
    view,
    preview: { total: view.recipients, byChannel: {}, leftOut: {} },
    may: actsOf(view, official, office.now),
    reach: official.reach,
  }
}
