import type { KeyObject } from 'node:crypto'
import type {
  AnnouncementSayings,
  OfficialNews,
} from '../../bots/flows/announcements/announcement-sayings.ts'
import type { AnnouncementAct } from '../../knowledge/announcements/announcement.ts'
import { approversOf } from './approvers-of.ts'
import { chatsOf } from './chats-of.ts'
import type { Office } from './office.ts'
import { showAnnouncement } from './show-announcement.ts'
import { tellOfficials } from './tell-officials.ts'

interface TellingParts {
  /** Asked for only when there is somebody to be told. */
  sayings(): Promise<Pick<AnnouncementSayings, 'toOfficial'>>
  tapKey: KeyObject
}

/**
 * Tells other officials what was done with an announcement, as far as they have to know: who may approve what was
 * submitted, and the author what came of that. In the act's own transaction.
 * @param done.by the id of the official who did it, who is not told
 * @param done.note with which it was returned
 */
export async function tellOfAct(
  office: Office,
  done: { id: string; act: AnnouncementAct; by: string; note?: string },
  { sayings, tapKey }: TellingParts,
): Promise<void> {
  const { id, act, by, note } = done
  if (act !== 'submit' && act !== 'approve' && act !== 'return') return
  const view = await showAnnouncement(office, id)
  if (!view) return
  const concerned = act === 'submit' ? await approversOf(office, view) : [view.author.id]
  const whom = concerned.filter((official) => official !== by)
  // Nor as somebody's deputy is anyone told to approve what they wrote.
  const but = act === 'submit' ? [by, view.author.id, ...(view.editors ?? [])] : [by]
  if ((await chatsOf(office.sql, whom, but)).length === 0) return
  const { toOfficial } = await sayings()
  const news: OfficialNews =
    act === 'submit'
      ? { kind: 'to_approve', recipients: view.recipients, ...(view.at ? { at: view.at } : {}) }
      : act === 'approve'
        ? { kind: 'approved' }
        : { kind: 'returned', ...(note ? { note } : {}) }
  await tellOfficials(office.sql, whom, (lang) => toOfficial(view.content, news, lang), {
    tapKey,
    now: office.now,
    but,
  })
}
