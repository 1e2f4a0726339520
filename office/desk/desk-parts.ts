import type { Capabilities, ChannelName } from '../../bots/channels/channel.ts'
import type { AnnouncementSayings } from '../../bots/flows/announcements/announcement-sayings.ts'
import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import type { Sql } from '../../server/database/sql.ts'

/** What is known at one moment. */
export interface KnownOnDesk {
  facts: AnnouncementFacts
  sayings: AnnouncementSayings
  /** Whether there is such a unit, and it is served here. `all` is one. */
  isUnit(slug: string): boolean
  /** Slugs of the units that are served here. */
  served: readonly string[]
}

/** What a desk needs of this installation. */
export interface DeskParts {
  known(): KnownOnDesk
  /** The channels that run here, each with what it can carry. */
  channels(): readonly { name: ChannelName; capabilities: Capabilities }[]
  /** Where audiences are counted: none of the connections that turns use, which go by keys alone. */
  counting: Sql
}
