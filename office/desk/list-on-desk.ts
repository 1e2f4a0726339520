import type { DeskAnswer } from '../../bots/dialogue/event.ts'
import { actsOf } from '../announcements/acts-of.ts'
import { listAnnouncements } from '../announcements/list-announcements.ts'
import type { DeskScope } from './desk-scope.ts'

/** So many of each kind are looked at. */
const most = 20

/** What lies on an official's desk: their drafts, what waits for their approval, and what they may steer. */
export async function listOnDesk({ office, official }: DeskScope): Promise<DeskAnswer> {
  const { id, name, role, unit } = official
  const ofUnit = unit === 'all' ? {} : { unit }
  const drafts = await listAnnouncements(office, { states: ['draft'], author: id, most })
  const submitted = await listAnnouncements(office, { states: ['draft'], submitted: true, ...ofUnit, most })
  const states = ['scheduled', 'waiting', 'sending', 'paused'] as const
  const running = await listAnnouncements(office, { states, ...ofUnit, most })
  const may = (view: (typeof running)[number]) => actsOf(view, official, office.now)
  return {
    kind: 'desk',
    official: { name, role, unit },
    drafts,
    toApprove: submitted.filter((view) => may(view).includes('approve')),
    running: running.filter((view) => may(view).length > 0),
  }
}
