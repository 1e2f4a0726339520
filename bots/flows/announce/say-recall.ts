import type { RecallReach } from '../../../knowledge/announcements/announcement.ts'
import type { Scope } from '../../dialogue/flow.ts'

/** What comes of taking an announcement back, and on which channels its messages stay. */
export function sayRecall(id: string, { deletes, stays }: RecallReach, scope: Scope): string {
  const channels = stays.map((channel) => scope.text(`side.${channel}`)).join(', ')
  return [
    scope.text(deletes ? 'desk.done.recall' : 'desk.done.recall.board', { id }),
    ...(stays.length > 0 ? [scope.text('desk.done.recall.stays', { channels })] : []),
  ].join(' ')
}
