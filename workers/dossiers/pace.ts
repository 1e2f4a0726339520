import type { ChannelName } from '../../bots/channels/channel.ts'

/** How much nobody asked for may be on its way by a channel, so that answers to others need not wait behind it. */
export interface Pace {
  /** Handed over and not sent yet, and also handed over within `withinMs`. */
  most: number
  withinMs: number
}

/** Rounds come each second; a little less, so that one that comes early is not for nothing. */
const round = 800

/**
 * Telegram takes about thirty messages a second, and the Official Account's limit is not known to be lower: a third is
 * left to answers, and one that stands behind twenty others is there within the second. The personal account writes
 * one message after the other, and no more than its guard allows an hour and a day: two in a minute are half of a day's
 * from 07:00 to 22:00. What is read has no bounds of its own.
 */
export const usualPace: Readonly<Record<ChannelName, Pace>> = {
  telegram: { most: 20, withinMs: round },
  zalo_oa: { most: 20, withinMs: round },
  zalo_personal: { most: 1, withinMs: 30_000 },
  web: { most: 1000, withinMs: round },
  terminal: { most: 1000, withinMs: round },
}
