import type { AnnouncementState, AnnouncementView } from '../../../knowledge/announcements/announcement.ts'
import { listAnnouncements } from '../../../office/announcements/list-announcements.ts'
import { AppError } from '../../errors.ts'
import type { CommandContext } from '../command-context.ts'

const states: readonly AnnouncementState[] = [
  ...(['draft', 'scheduled', 'waiting', 'sending'] as const),
  ...(['paused', 'stopped', 'sent', 'expired'] as const),
]

const most = 100

/** `announcements list`: the latest. @throws AppError when there is no such state */
export async function listThem(
  { print, withDatabase }: CommandContext,
  { unit, state }: { unit?: string; state?: string },
): Promise<void> {
  const asked = states.find((one) => one === state)
  if (state !== undefined && asked === undefined)
    throw new AppError('bad_usage', `--state must be one of ${states.join(', ')}`)
  const views = await withDatabase(({ pool }) =>
    listAnnouncements(
      { sql: pool },
      { most, ...(unit ? { unit } : {}), ...(asked ? { states: [asked] } : {}) },
    ),
  )
  print(
    { announcements: views.map(toListed) },
    views.length > 0 ? views.map(sayListed).join('\n') : 'no announcement is written yet',
  )
}

function toListed({ content, state, submitted, at, author, recipients, counts }: AnnouncementView) {
  const { id, unit, title, topic, urgent, corrects } = content
  return { id, state, unit, title, topic, urgent, corrects, submitted, at, author, recipients, counts }
}

function sayListed({ content, state, submitted, counts }: AnnouncementView): string {
  const standing = state === 'draft' && submitted ? 'draft, submitted' : state
  return `${content.id}  ${standing}  ${content.unit}  ${content.title}  ${counts.sent} of ${counts.total}`
}
