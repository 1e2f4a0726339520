import type { Capabilities, ChannelName } from '../../bots/channels/channel.ts'
import type { Lang } from '../../bots/dialogue/event.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { carriesFile } from '../../bots/outbox/carries-file.ts'
import { splitForChannel } from '../../bots/outbox/split-for-channel.ts'
import type { AnnouncementContent } from '../../knowledge/announcements/announcement.ts'
import { readContent } from '../../office/announcements/read-content.ts'
import type { AnnouncementParts } from './announcement-parts.ts'
import type { UnderWay } from './under-way.ts'

/** What recipients get. It is composed once for all who are reached in the same way and language. */
export interface Composer {
  /**
   * @param held ids of others that were held for this person and are told along
   * @returns messages of one send each, which are not sealed yet; undefined when there is no such announcement
   */
  compose(
    announcement: Pick<UnderWay, 'id' | 'version'>,
    to: Reader,
    held?: readonly string[],
  ): Promise<readonly Reply[] | undefined>
  /** Forgets all announcements but these. */
  keep(ids: ReadonlySet<string>): void
}

export interface Reader {
  channel: ChannelName
  account: string
  capabilities: Capabilities
  lang: Lang
}

interface Known {
  version: number
  content: AnnouncementContent
  /** By what can be shown, and language. */
  composed: Map<string, readonly Reply[]>
}

export function createComposer({ pool, known }: Pick<AnnouncementParts, 'pool' | 'known'>): Composer {
  const announcements = new Map<string, Known>()

  async function find({ id, version }: Pick<UnderWay, 'id' | 'version'>): Promise<Known | undefined> {
    const found = announcements.get(id)
    if (found?.version === version) return found
    const [content] = await readContent(pool, [id])
    if (!content) return undefined
    const fresh: Known = { version, content, composed: new Map() }
    announcements.set(id, fresh)
    return fresh
  }

  return {
    async compose(announcement, { channel, account, capabilities, lang }, held = []) {
      const about = await find(announcement)
      if (!about) return undefined
      if (held.length > 0) {
        const contents = [about.content, ...(await readContent(pool, held))]
        return splitForChannel(known().sayings.digest(contents, lang), capabilities)
      }
      const key = `${lang} ${channel} ${account} ${JSON.stringify(capabilities)}`
      const before = about.composed.get(key)
      if (before) return before
      const reply = known().sayings.announcement(about.content, {
        lang,
        carries: (file) => carriesFile(capabilities, file),
      })
      const messages = splitForChannel(reply, capabilities)
      about.composed.set(key, messages)
      return messages
    },
    keep(ids) {
      for (const id of announcements.keys()) if (!ids.has(id)) announcements.delete(id)
    },
  }
}
