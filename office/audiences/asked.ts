import type { Audience } from '../../knowledge/announcements/announcement.ts'

/** What of an announcement decides who gets it. */
export interface Asked {
  audience: Audience
  topic: string
  /** Its category: an urgent one is for everybody of the area, whatever topics they follow. */
  urgent?: string | boolean | null
  /** The id of the one it corrects: then it is for those who got that one, and the audience says nothing. */
  corrects?: string | null
}
