import type { Reply } from '../dialogue/reply.ts'

/** What a channel can show, as far as it matters before its own code renders a message. */
export interface Capabilities {
  /** Longest text of one message, in UTF-16 units; longer ones are cut at sentence ends into several. */
  maxText: number
  /** An earlier message can be replaced. */
  edit: boolean
  /** What files it can carry; absent when none. */
  files?: FileCapabilities
}

export interface FileCapabilities {
  /** MIME types, each with the largest size in bytes. */
  types: Readonly<Record<string, number>>
  /** Longest text that goes in one message with a file, in UTF-16 units; 0 when none does. */
  maxCaption: number
}

/** Where a channel gets the bytes of a reply's files, and remembers as what its server knows them already. */
export interface FileStore {
  /** @returns null when there is no such file any more */
  read(id: string): Promise<Uint8Array | null>
  /** As what the channel's server knows it; null when it has to be handed over (again). */
  knownAs(id: string, of: { channel: ChannelName; account: string }): Promise<string | null>
  /** @param until after which instant (ISO) the server knows it no more; null when it does not say */
  remember(
    id: string,
    as: { channel: ChannelName; account: string; externalId: string; until: string | null },
  ): Promise<void>
}

/** What a channel tells of messages that went out: that they arrived, or were seen. Of one chat, by its own ids. */
export interface Receipt {
  channel: ChannelName
  account: string
  chat: string
  /** All messages up to it where it is null. */
  externalId: string | null
  kind: 'delivered' | 'seen'
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
  /** One of many that are the same, which nobody asked for: a channel may have another way for those. */
  bulk?: true
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
   * What it can show of one of many (`bulk`), where that depends on what the person last did; always `capabilities`
   * where it is absent.
   * @param messages how many it would be by `capabilities`
   */
  bulkCapabilities?(window: Window | null, messages: number): Capabilities
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
  /** The same for a document, by the `file` of its event. */
  fetchFile?(file: string): Promise<FetchedImage>
  /** Takes a message back that went out: it is gone from the person's chat too. Settles within 10 s, never throws. */
  recall?(chat: string, externalId: string): Promise<SendResult>
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
