import type { AnnouncementContent } from '../../knowledge/announcements/announcement.ts'

/** An announcement as the public sees it; instants are ISO. */
export interface BoardItem {
  /** Its text may be only the beginning. */
  content: AnnouncementContent
  /** There is more of the text. */
  cut: boolean
  beganAt: string
  /** Urgent, and young enough to stand above all others. */
  pinned: boolean
  /** Names of the neighbourhood groups it is for, when it is for those alone. */
  groups: readonly string[]
  /** The one in whose place it stands. */
  corrected?: { title: string; beganAt: string }
  /** Answers of its poll, by option; where they were asked for. */
  votes?: readonly number[]
}
