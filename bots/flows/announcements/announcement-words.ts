import type { AnnouncementFile } from '../../../knowledge/announcements/announcement.ts'
import type { AnnouncementFacts } from '../../../knowledge/announcements/facts/announcement-facts.ts'
import type { Units } from '../../../knowledge/units/units.ts'
import type { Texts } from '../../texts/load-texts.ts'

/** What saying an announcement looks at. */
export interface AnnouncementWords {
  texts: Pick<Texts, 'text'>
  units: Units
  facts: AnnouncementFacts
  /** Where an event can be had for a calendar by whoever knows the address; undefined where nowhere. */
  eventLink?(unit: string, announcement: string): string | undefined
  /** Where a file can be had by whoever knows the address; undefined where nowhere. */
  fileLink(unit: string, file: AnnouncementFile): string | undefined
}
