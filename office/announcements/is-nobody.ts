import type { Audience } from '../../knowledge/announcements/announcement.ts'

/** Whether an audience names nobody at all, as that of a draft just begun. */
export function isNobody({ all, units = [], groups = [], chats = [] }: Audience): boolean {
  return !all && units.length + groups.length + chats.length === 0
}
