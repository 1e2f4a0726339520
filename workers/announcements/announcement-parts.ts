import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import type { PushChannel } from '../../bots/channels/channel.ts'
import type { AnnouncementSayings } from '../../bots/flows/announcements/announcement-sayings.ts'
import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import type { Clock } from '../../server/clock.ts'
import type { Log } from '../../server/log.ts'

/** What is known of announcements at one moment. */
export interface KnownOfAnnouncements {
  facts: AnnouncementFacts
  sayings: AnnouncementSayings
  /** Whether there is such a unit, and it is served here. `all` is one. */
  isUnit(slug: string): boolean
}

/** What sending announcements needs of this installation. */
export interface AnnouncementParts {
  pool: Pool
  clock: Clock
  log: Pick<Log, 'info' | 'warn' | 'error'>
  /** Seals buttons. */
  tapKey: KeyObject
  /** In [0, 1). */
  random: () => number
  known(): KnownOfAnnouncements
  /** The channel accounts that this process can call at this moment, without the count of replies around them. */
  channels(): readonly PushChannel[]
}
