import type { ChannelName } from '../../bots/channels/channel.ts'

export interface ChannelAccount {
  channel: ChannelName
  account: string
}

/** One call that may be made. */
export interface Permit {
  readonly of: ChannelAccount
  /** Not before so many milliseconds from when it was given; small, so that what is claimed meanwhile loses no time. */
  readonly inMs: number
}

/** How fast the channels may be called in bulk, kept by all processes together. Answers to citizens never wait for it. */
export interface Pace {
  /**
   * @param wanted at most so many
   * @returns permits, perhaps none; when to ask again, in milliseconds, where there were fewer than wanted
   */
  take(of: ChannelAccount, wanted: number): Promise<{ permits: Permit[]; againMs: number }>
  /** The call that a permit was for has ended; `unused` when it was not made. */
  give(permit: Permit, how: 'used' | 'unused'): void
  /** The channel said that it was one too many. */
  refused(of: ChannelAccount, retryAfterMs: number): Promise<void>
  /** So many replies have gone out by this account. */
  debit(of: ChannelAccount, replies: number): void
  /** Settles when all of it is written, and nothing is written any more. */
  stop(): Promise<void>
}
