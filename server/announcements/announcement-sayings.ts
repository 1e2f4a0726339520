import type { AnnouncementSayings } from '../../bots/flows/announcements/announcement-sayings.ts'
import { createAnnouncementSayings } from '../../bots/flows/announcements/create-announcement-sayings.ts'
import type { LoadedKnowledge } from '../load-knowledge.ts'
import { eventPath } from './event-path.ts'
import { filePath } from './file-path.ts'

/**
 * What announcements say, in the words in force at that moment.
 * @param addressKey for addresses of announcements alone (`sign-id.ts`)
 * @param publicUrl where people reach this server; without it nothing leads to its pages
 */
export function announcementSayings(
  loaded: () => LoadedKnowledge,
  { addressKey, publicUrl }: { addressKey: Uint8Array; publicUrl?: string },
): () => AnnouncementSayings {
  let made: { of: LoadedKnowledge; sayings: AnnouncementSayings } | undefined
  return () => {
    const of = loaded()
    if (made?.of !== of) {
      const { texts, units, announcements: facts } = of.parts
      const fileLink = (unit: string, file: { id: string; name: string }) =>
        publicUrl === undefined ? undefined : `${publicUrl}${filePath(addressKey, unit, file)}`
      const eventLink = (unit: string, id: string) =>
        publicUrl === undefined ? undefined : `${publicUrl}${eventPath(addressKey, unit, id)}`
      made = {
        of,
        sayings: createAnnouncementSayings({ texts, units, facts, fileLink, eventLink }),
      }
    }
    return made.sayings
  }
}
