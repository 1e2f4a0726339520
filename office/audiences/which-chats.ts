import type { Audience } from '../../knowledge/announcements/announcement.ts'
import { reasonsOfPlace } from './reasons-of-place.ts'
import type { AddValue, Which } from './which.ts'

/**
 * Which group chats an audience names, over `bound_chat b` and `conversation c`: those that are bound to a unit.
 * @param at ISO instant; what was bound later is not concerned
 * @returns undefined when it names none
 */
export function whichChats(audience: Audience, at: string, add: AddValue): Which | undefined {
  const { chats = [] } = audience
  if (chats.length === 0) return undefined
  const named = `c.channel || ':' || c.chat = any(${add(chats, 'text[]')})`
  return {
    area: `${named} and b.bound_at <= ${add(at, 'timestamptz')} and c.is_group`,
    reasons: reasonsOfPlace(audience, add),
  }
}
