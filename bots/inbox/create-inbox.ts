import type { Pool } from 'pg'
import type { Clock } from '../../server/clock.ts'
import { createGroupCommit } from '../../server/database/group-commit.ts'
import { type CleanIncoming, cleanIncoming } from './clean-incoming.ts'
import type { Counters } from './counters.ts'
import type { Incoming } from './incoming.ts'
import { storeEvents } from './store-events.ts'

/** Where channels hand in what people did. */
export interface Inbox {
  /**
   * Resolves after the commit, so a channel may acknowledge; rejects when the database is away (a webhook answers
   * 503, polling tries again) or when an id is not usable (AppError `bad_request`).
   */
  store(incoming: readonly Incoming[]): Promise<void>
  /** Resolves when nothing is being stored. */
  idle(): Promise<void>
}

interface InboxParts {
  pool: Pool
  clock: Clock
  counters: Counters
  /** Told of every write: what the database failed or refused, or nothing when it took it. */
  onWrite(failure?: unknown): void
  /** Tells the lanes of this process; without it other processes are notified. */
  wake?: (conversations: string[]) => void
}

/** Events that arrive together are committed together. */
export function createInbox({ pool, clock, counters, onWrite, wake }: InboxParts): Inbox {
  const commits = createGroupCommit<CleanIncoming, undefined>(async (events) => {
    const stored = await storeEvents(pool, events, clock.now().toString(), !wake).catch((error) => {
      onWrite(error)
      throw error
    })
    if (stored.conversations.length > 0) onWrite()
    if (stored.duplicates > 0) counters.duplicates(stored.duplicates)
    if (stored.conversations.length > 0) wake?.(stored.conversations)
    return events.map(() => undefined)
  }, 500)

  return {
    async store(incoming) {
      // What is said in a group and not to the assistant is none of its business: it is not even kept.
      const events = incoming.filter((one) => one.addressed).map(cleanIncoming)
      await commits.add(events)
    },
    idle: () => commits.idle(),
  }
}
