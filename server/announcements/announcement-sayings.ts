import type { AnnouncementSayings } from '../../bots/flows/announcements/announcement-sayings.ts'
import { createAnnouncementSayings } from '../../bots/flows/announcements/create-announcement-sayings.ts'
import type { LoadedKnowledge } from '../load-knowledge.ts'
import { filePath } from './file-key.ts'

/**
 * What announcements say, in the words in force at that moment.
 * @param fileKey for addresses of files alone (`file-key.ts`)
 * @param publicUrl where people reach this server; without it nothing leads to its pages
 */
export function announcementSayings(
  loaded: () => LoadedKnowledge,
  { fileKey, publicUrl }: { fileKey: Uint8Array; publicUrl?: string },
): () => AnnouncementSayings {
  let made: { of: LoadedKnowledge; sayings: AnnouncementSayings } | undefined
  return () => {
    const of = loaded()
    if (made?.of !== of) {
      const { texts, units, announcements: facts } = of.parts
      const fileLink = (unit: string, file: { id: string; name: string }) =>
        publicUrl === undefined ? undefined : `${publicUrl}${filePath(fileKey, unit, file)}`
      made = {
        of,
        sayings: createAnnouncementSayings({
          ...{ texts, units, facts, fileLink },
          ...(publicUrl === undefined ? {} : { publicUrl }),
        }),
      }
    }
    return made.sayings
  }
}
