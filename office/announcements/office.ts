import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import type { Sql } from '../../server/database/sql.ts'

/** What acting upon announcements needs of this installation. */
export interface Office {
  /** A transaction's client: an act, its history and its entry in the audit are one. Looking needs none. */
  sql: Sql
  /** ISO instant by the injected clock. */
  now: string
  /** The id of the conversation that is acted from; absent where it is none. */
  chat?: string
  facts: AnnouncementFacts
  /** Whether there is such a unit, and it is served here. `all` is one. */
  isUnit(slug: string): boolean
  /** Slugs of the units that are served here. */
  served: readonly string[]
}
