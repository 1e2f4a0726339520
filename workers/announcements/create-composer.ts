import type { Capabilities, ChannelName } from '../../bots/channels/channel.ts'
import type { Lang } from '../../bots/dialogue/event.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { carriesFile } from '../../bots/outbox/carries-file.ts'
import { splitForChannel } from '../../bots/outbox/split-for-channel.ts'
import type { AnnouncementContent } from '../../knowledge/announcements/announcement.ts'
import { readContent } from '../../office/announcements/read-content.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { AnnouncementParts } from './announcement-parts.ts'
import type { UnderWay } from './under-way.ts'

/** What recipients get. It is composed once for all who are reached in the same way and language. */
export interface Composer {
  /** @returns messages of one send each, which are not sealed yet; undefined when there is no such announcement */
  compose(
    announcement: Pick<UnderWay, 'id' | 'version'>,
    to: Reader,
    told?: Told,
  ): Promise<readonly Reply[] | undefined>
  /** Forgets all announcements but these. */
  keep(ids: ReadonlySet<string>): void
}

/** What is told along. */
export interface Told {
  /** Ids of other announcements, which were held for this person. */
  held: readonly string[]
  /** By what they are read: a transaction that is open must not wait for another connection. */
  sql: Sql
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

  async function find(
    { id, version }: Pick<UnderWay, 'id' | 'version'>,
    sql: Sql,
  ): Promise<Known | undefined> {
    const found = announcements.get(id)
    if (found?.version === version) return found
    const [content] = await readContent(sql, [id])
    if (!content) return undefined
    const fresh: Known = { version, content, composed: new Map() }
    announcements.set(id, fresh)
    return fresh
  }

  return {
    async compose(announcement, { channel, account, capabilities, lang }, told = { held: [], sql: pool }) {
      const about = await find(announcement, told.sql)
      if (!about) return undefined
      if (told.held.length > 0) {
        const contents = [about.content, ...(await readContent(told.sql, told.held))]
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
