import type { Reach } from '../../bots/dialogue/event.ts'
import type { Audience } from '../../knowledge/announcements/announcement.ts'

/** Whether all of an audience is within somebody's reach; what it excepts makes it smaller only. */
export function covers(reach: Reach, { all, units = [], groups = [], chats = [] }: Audience): boolean {
  if (reach.all) return true
  const reached = {
    groups: new Set(reach.groups.map(({ id }) => id)),
    chats: new Set(reach.chats.map(({ id }) => id)),
  }
  return (
    !all &&
    units.every((unit) => reach.units.includes(unit)) &&
    groups.every((group) => reached.groups.has(group)) &&
    chats.every((chat) => reached.chats.has(chat))
  )
}
