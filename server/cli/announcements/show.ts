import type { AnnouncementView } from '../../../knowledge/announcements/announcement.ts'
import { showAnnouncement } from '../../../office/announcements/show-announcement.ts'
import type { CommandContext } from '../command-context.ts'
import { hanoi } from '../hanoi.ts'
import { refused } from './refused.ts'

/** `announcements show ID`: what it says, to whom, and what was done with it. */
export async function showOne({ print, withDatabase }: CommandContext, id: string): Promise<void> {
  const view = await withDatabase(({ pool }) => showAnnouncement({ sql: pool }, id))
  if (!view) throw refused([{ why: 'not_found' }])
  const { content, ...standing } = view
  print({ ...content, ...standing }, sayView(view))
}

function sayView({
  content,
  state,
  pause,
  audience,
  author,
  approver,
  at,
  version,
  recipients,
  history,
}: AnnouncementView): string {
  const { title, text, topic, unit, urgent, expiresAt, link, event, poll, files, corrects } = content
  const lines: [string, string | undefined][] = [
    ['state', pause === undefined ? state : `${state} (${pause})`],
    ['version', String(version)],
    ['unit', unit],
    ['topic', topic],
    ['urgent', urgent],
    ['corrects', corrects],
    ['audience', JSON.stringify(audience)],
    ['recipients', String(recipients)],
    ['at', hanoi(at)],
    ['expires', hanoi(expiresAt)],
    ['author', `${author.id} ${author.name}`],
    ['approver', approver && `${approver.id} ${approver.name}`],
    ['link', link && `${link.label}: ${link.url}`],
    ['event', event && [event.startsAt, event.endsAt].flatMap((one) => hanoi(one) ?? []).join(' – ')],
    ['place', event?.place],
    ['poll', poll && `${poll.question} ${poll.options.join(' / ')}`],
    ['files', files.map(({ name, size }) => `${name} (${size} bytes)`).join(', ') || undefined],
  ]
  return [
    `${content.id}  ${title}`,
    ...lines.flatMap(([label, value]) => (value === undefined ? [] : [`  ${label.padEnd(11)}${value}`])),
    '',
    text,
    '',
    ...history.map(({ at: when, act, by }) => `  ${hanoi(when)}  ${act}${by === undefined ? '' : `  ${by}`}`),
  ].join('\n')
}
