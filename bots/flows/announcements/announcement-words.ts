import type { AnnouncementFile } from '../../../knowledge/announcements/announcement.ts'
import type { AnnouncementFacts } from '../../../knowledge/announcements/facts/announcement-facts.ts'
import type { Units } from '../../../knowledge/units/units.ts'
import type { Texts } from '../../texts/load-texts.ts'

/** What saying an announcement looks at. */
export interface AnnouncementWords {
  texts: Pick<Texts, 'text'>
  units: Units
  facts: AnnouncementFacts
  /** Without a slash at its end; links to the board are left out where there is none. */
  publicUrl?: string
  /** Where a file can be had by whoever knows the address; undefined where nowhere. */
  fileLink(unit: string, file: AnnouncementFile): string | undefined
}
