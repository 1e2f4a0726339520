import type {
  AnnouncementContent,
  AnnouncementCounts,
  AnnouncementFile,
} from '../../../knowledge/announcements/announcement.ts'
import type { Lang } from '../../dialogue/event.ts'
import type { Reply } from '../../dialogue/reply.ts'

/** For whom something is composed. */
export interface Addressee {
  lang: Lang
  /** Whether their channel can carry a file; what it cannot is said as a link. */
  carries(file: AnnouncementFile): boolean
}

/** What officials are told unasked. */
export type OfficialNews =
  /** Somebody has to approve it. @property at ISO instant; absent when it goes out once that is done */
  | { kind: 'to_approve'; recipients: number; at?: string }
  | { kind: 'returned'; note?: string }
  | { kind: 'approved' }
  /** More of the canary failed than may; @property failed of `tried` */
  | { kind: 'halted'; failed: number; tried: number }
  | { kind: 'recovered' }
  | { kind: 'ended'; counts: AnnouncementCounts }
  /** A file that was sent in a chat has come, or could not be had. */
  | { kind: 'file_here'; name: string }
  | { kind: 'file_failed'; name: string }
  /** A unit in its audience is gone. */
  | { kind: 'unit_gone' }

/** What announcements say, between the turns of conversations. Buttons are not sealed yet. */
export interface AnnouncementSayings {
  /** What a recipient gets, with how to stop at its end. */
  announcement(content: AnnouncementContent, to: Addressee): Reply
  /** What was held the day before, in one message. @param contents at least two */
  digest(contents: readonly AnnouncementContent[], lang: Lang): Reply
  /** In place of one that was taken back, where what was sent can only be written over. */
  withdrawn(content: Pick<AnnouncementContent, 'title'>, lang: Lang): Reply
  toOfficial(content: AnnouncementContent, news: OfficialNews, lang: Lang): Reply
}
