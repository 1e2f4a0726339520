import type { ChannelName } from '../channels/channel.ts'
import type { Event, Lang } from '../dialogue/event.ts'

/** An event as a channel hands it in, before it is stored. */
export interface Incoming {
  channel: ChannelName
  /** Which bot, OA or account of that channel. */
  account: string
  /** The channel's own id of the event; the same one again does nothing. */
  externalId: string
  /** The chat it belongs to, in the channel's own terms. */
  chat: string
  group: boolean
  /** In a group: whether the assistant was mentioned, replied to or commanded. Always true in private. */
  addressed: boolean
  event: IncomingEvent
  /** The language the person's app is set to, a hint for the first contact only. */
  locale?: Lang
  /** The channel's id of the message whose button was tapped. */
  tappedMessage?: string
  /** The channel's id of the message of ours that this one answers, where the person said which. */
  quotes?: string
  /**
   * By what else than the chat guesses are limited, where chats are free to have: a keyed hash of the address. Stored
   * only with what may be a guess.
   */
  limitKey?: string
}

/** As `Event`, but a tap still carries the sealed data of its button. */
export type IncomingEvent =
  | Exclude<Event, { kind: 'tap' } | { kind: 'answered' }>
  | { kind: 'tap'; data: string }
  /** The person blocked or left the assistant, or came back. */
  | { kind: 'blocked' }
  | { kind: 'unblocked' }
