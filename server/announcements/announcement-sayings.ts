import type { AnnouncementSayings } from '../../bots/flows/announcements/announcement-sayings.ts'
import { createAnnouncementSayings } from '../../bots/flows/announcements/create-announcement-sayings.ts'
import type { Config } from '../config.ts'
import type { LoadedKnowledge } from '../load-knowledge.ts'
import { oncePerKnowledge } from '../once-per-knowledge.ts'
import { addressKey } from './address-key.ts'
import { eventPath } from './event-path.ts'
import { filePath } from './file-path.ts'

/**
 * What announcements say, in the words in force at that moment. Where this server has no address that people know,
 * nothing leads to its pages.
 */
export function announcementSayings(
  loaded: () => LoadedKnowledge,
  { publicUrl }: Pick<Config, 'publicUrl'>,
  secret: Buffer,
): () => AnnouncementSayings {
  const key = addressKey(secret)
  const link = (path: string) => (publicUrl === undefined ? undefined : `${publicUrl}${path}`)
  return oncePerKnowledge(loaded, ({ parts: { texts, units, announcements: facts } }) =>
    createAnnouncementSayings({
      ...{ texts, units, facts },
      fileLink: (unit, file) => link(filePath(key, unit, file)),
      eventLink: (unit, id) => link(eventPath(key, unit, id)),
    }),
  )
}
