import type { Temporal } from 'temporal-polyfill'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { AnnouncementParts } from './announcement-parts.ts'
import type { Pace } from './pace.ts'

export interface SenderParts extends AnnouncementParts {
  pace: Pace
  counters: SendCounters
  /** Has `Sender.look` called at an instant of the injected clock, if anybody is there then. */
  wake(at: Temporal.Instant): void
  /** A channel's credentials no longer hold, or do again. @param key `name:account` */
  onChannel(key: string, state: 'ok' | 'auth_expired'): void
  /** How often is looked while something is under way, in milliseconds of real time. */
  roundMs?: number
  /** After how many milliseconds a process that is gone counts as dead. */
  graceMs?: number
}

/** What is counted of sends. */
export interface SendCounters {
  /** @param result `sent`, or the kind of the error */
  send(channel: ChannelName, result: string): void
  unknownOutcomes(channel: ChannelName, count: number): void
}
