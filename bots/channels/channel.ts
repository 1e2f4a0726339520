import type { Reply } from '../dialogue/reply.ts'

/** What a channel can show, as far as it matters before its own code renders a message. */
export interface Capabilities {
  /** Longest text of one message, in UTF-16 units; longer ones are cut at sentence ends into several. */
  maxText: number
  /** An earlier message can be replaced. */
  edit: boolean
}

/** A message ready for one channel: one rendered part of a reply. */
export interface OutgoingMessage {
  /** The outbox row, for logs and idempotency keys. */
  id: string
  /** The chat's id in the channel's own terms. */
  chat: string
  reply: Reply
  /**
   * The channel's id of the message to replace, when `reply.replacesTapped` and the channel can. One that can no
   * longer be changed is not replaced: a new message goes out in the same `send`.
   */
  replaces?: string
  /** What the person last did here; null when they never did anything, or it is not known any more. */
  window: Window | null
}

/**
 * What a person last did in a chat, for channels that allow so many answers for so long after it. Both figures are
 * of the injected clock.
 */
export interface Window {
  /** The channel's own id of that event. */
  event: string
  /** Milliseconds since the epoch. */
  at: number
  /** Messages that went out since, as far as is known; nine stands for more. */
  sent: number
}

/** How a send ended. Expected outcomes are values, not exceptions. */
export type SendResult = { ok: true; externalId: string | null } | { ok: false; error: SendError }

/** Every channel's failures in one vocabulary. `detail` is for logs and holds nothing personal. */
export type SendError = { detail: string } & (
  | { kind: 'rate_limited'; retryAfterMs: number }
  /** The channel said no, or could not be reached at all: certainly not delivered, worth trying again. */
  | { kind: 'unavailable' }
  /** The call was made and nobody knows whether it was accepted. */
  | { kind: 'unknown_outcome' }
  | { kind: 'recipient_blocked' }
  | { kind: 'auth_expired' }
  | { kind: 'window_closed' }
  | { kind: 'quota' }
  | { kind: 'permanent' }
)

/** How fetching a photo ended. `detail` is for logs and holds nothing personal; `again`: worth another try. */
export type FetchedImage = { ok: true; bytes: Uint8Array } | { ok: false; again: boolean; detail: string }

/** A channel that is called to deliver (Telegram, Zalo). `send` never throws and settles within 10 s. */
export interface PushChannel {
  name: ChannelName
  account: string
  capabilities: Capabilities
  /**
   * Whatever has to be waited for before a message may go, and be refused for, without the channel being called.
   * `null` says that it may; `send` follows at once. A crash meanwhile leaves the message certainly unsent. Settles
   * within 12 s. Channels that never wait have none.
   */
  admit?(message: OutgoingMessage): Promise<SendError | null>
  send(message: OutgoingMessage): Promise<SendResult>
  /**
   * Fetches a photo that somebody sent, by the `image` of its event: at most 10 MB, within 10 s. Never throws. Channels
   * whose photos come in another way have none.
   */
  fetchImage?(image: string): Promise<FetchedImage>
}

/** For how many hours after a person's last words a channel lets us write, where it does not for ever. */
export const hoursToWrite = { zalo_oa: 48 } as const satisfies Partial<Record<ChannelName, number>>

/** The channels that come and read their rows themselves: being stored is being sent. */
export const pullChannels = ['web', 'terminal'] as const

/** A channel that comes and reads its rows itself (web page, terminal). */
export interface PullChannel {
  name: (typeof pullChannels)[number]
  account: string
  capabilities: Capabilities
}

export type ChannelName = 'telegram' | 'zalo_oa' | 'zalo_personal' | 'web' | 'terminal'
