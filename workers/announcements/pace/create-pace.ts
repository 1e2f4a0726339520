import { randomUUID } from 'node:crypto'
import type { ChannelName } from '../../../bots/channels/channel.ts'
import type { AnnouncementFacts } from '../../../knowledge/announcements/facts/announcement-facts.ts'
import type { Sql } from '../../../server/database/sql.ts'
import type { Log } from '../../../server/log.ts'
import type { ChannelAccount, Pace } from '../pace.ts'
import { type AccountPace, createAccountPace } from './account-pace.ts'
import { createSlotStore } from './slot-store.ts'
import { type Timing, usualTiming } from './timing.ts'

interface PaceParts {
  pool: Sql
  log: Pick<Log, 'warn'>
  facts(): Pick<AnnouncementFacts, 'pace'>
  /** Replaced in tests. */
  timing?: Timing
}

/**
 * The pace of channels, as many slots for each account as it takes messages in a window. A slot that a call was made by
 * is free again a window after the call has ended, so no window holds more calls than there are slots, wherever its
 * beginning and whatever the channel counts by. They lie in the database and are lent to processes: all together keep
 * the pace, and what a process that has died had is free again when its lease has run out.
 */
export function createPace({ pool, log, facts, timing = usualTiming }: PaceParts): Pace {
  const process = randomUUID()
  const accounts = new Map<string, AccountPace>()

  /** Undefined for channels whose messages are read, which have no pace. */
  function paceOf(of: ChannelAccount): AccountPace | undefined {
    const { channel } = of
    if (!isPaced(channel)) return undefined
    const key = `${channel}:${of.account}`
    const known = accounts.get(key)
    if (known) return known
    const made = createAccountPace({
      of,
      process,
      store: createSlotStore(pool, of, process),
      log,
      limit: () => facts().pace[channel],
      timing,
    })
    accounts.set(key, made)
    return made
  }

  return {
    async take(of, wanted) {
      return (await paceOf(of)?.take(wanted)) ?? { permits: unpaced(of, wanted), againMs: 0 }
    },
    give: (permit, how) => paceOf(permit.of)?.give(permit, how),
    async refused(of, retryAfterMs) {
      await paceOf(of)?.refused(retryAfterMs)
    },
    debit: (of, replies) => paceOf(of)?.debit(replies),
    async stop() {
      await Promise.all([...accounts.values()].map((account) => account.stop()))
    },
  }
}

function isPaced(channel: ChannelName): channel is keyof AnnouncementFacts['pace'] {
  return channel !== 'web' && channel !== 'terminal'
}

function unpaced(of: ChannelAccount, wanted: number) {
  return Array.from({ length: wanted }, () => ({ of, inMs: 0 }))
}
