import type {
  AnnouncementCounts,
  AnnouncementState,
  RecallReach,
} from '../../../knowledge/announcements/announcement.ts'
import { countAnnouncement } from '../../../office/announcements/count-announcement.ts'
import type { Sql } from '../../database/sql.ts'
import type { CommandContext } from '../command-context.ts'
import { refused } from './refused.ts'

const find = 'select state, pause from announcement where id = $1'

/** `announcements status ID`: how far it has come, in figures. */
export async function showStatus(context: CommandContext, id: string): Promise<void> {
  await context.withDatabase(({ pool }) => printStatus(context, pool, id))
}

/**
 * @param reach of one that was taken back just now
 * @throws AppError when there is no such announcement
 */
export async function printStatus(
  { print }: Pick<CommandContext, 'print'>,
  sql: Sql,
  id: string,
  reach?: RecallReach,
): Promise<void> {
  const { rows } = /^\d{1,18}$/.test(id)
    ? await sql.query<{ state: AnnouncementState; pause: string | null }>({ text: find, values: [id] })
    : { rows: [] }
  const [found] = rows
  if (!found) throw refused([{ why: 'not_found' }])
  const counts = await countAnnouncement(sql, id)
  const { state, pause } = found
  const said = sayStatus(id, found, counts)
  print(
    { id, state, ...(pause === null ? {} : { pause }), ...counts, ...(reach ? { recall: reach } : {}) },
    reach ? `${said}\n  ${sayReach(reach)}` : said,
  )
}

function sayReach({ deletes, stays }: RecallReach): string {
  const deleted = deletes ? 'messages are being deleted where channels can' : 'no message can be deleted'
  return `off the board; ${deleted}${stays.length > 0 ? `; they stay on ${stays.join(', ')}` : ''}`
}

function sayStatus(
  id: string,
  { state, pause }: { state: AnnouncementState; pause: string | null },
  { total, sent, delivered, seen, failed, skipped, pending, ...more }: AnnouncementCounts,
): string {
  const { held, unknown, unsubscribed, reasons, poll } = more
  const why = Object.entries(reasons).map(([reason, number]) => `${reason} ${number}`)
  return [
    `announcement ${id}: ${state}${pause === null ? '' : ` (${pause})`}`,
    `  of ${total}: ${sent} sent, ${failed} failed, ${skipped} skipped, ${pending} pending`,
    `  ${delivered} delivered, ${seen} seen, ${unsubscribed} unsubscribed since`,
    ...(held > 0 ? [`  ${held} held for the next digest`] : []),
    ...(unknown > 0 ? [`  ${unknown} sends of unknown outcome`] : []),
    ...(why.length > 0 ? [`  reasons: ${why.join(', ')}`] : []),
    ...(poll ? [`  answers: ${poll.join(', ')}`] : []),
  ].join('\n')
}
