import type { PushChannel, Window } from '../channels/channel.ts'
import type { Reply } from '../dialogue/reply.ts'

/** A message that this process has in hand. */
export interface Job {
  id: string
  conversationId: string
  channel: PushChannel
  chat: string
  owner: string
  reply: Reply
  replaces: string | null
  window: Window | null
  attempts: number
  unknownOutcomes: number
  /** Milliseconds since the epoch, by the injected clock. */
  createdAt: number
  /** It is on record that it may have been sent. */
  begun: boolean
  farewell?: true
}

/** The messages of one conversation in this process's hand, in order. */
export interface Hand {
  queue: Job[]
  /** Ids of everything that was in this hand since it was opened. */
  known: Set<string>
  /** Turns or claims that may add to it soon: until then it stays, and so does what it knows. */
  reservations: number
  /** Changes on their way to the database. */
  recording: number
  /** Somebody is at it. */
  busy: boolean
  /** Messages were given back, so what comes has to queue behind them in the database. */
  givenBack: boolean
}

/** How new messages of a turn are to be written. */
export type Standing =
  /** The first may be sent at once. */
  | 'begin'
  /** They follow others in this process's hand. */
  | 'behind'
  /** They have to wait in the database. */
  | 'wait'

/** All conversations in this process's hand. */
export interface Hands {
  readonly size: number
  ids(): string[]
  get(conversation: string): Hand | undefined
  /** Messages wait in the database for want of room: whoever comes now has to queue behind them. */
  crowded: boolean
  /** Keeps a place; `false` when there is none. Call before reading what is unfinished in the database. */
  reserve(conversation: string): boolean
  /** The same for messages whose turn it is. */
  reserveDue(conversation: string): boolean
  /** @param unfinished ids that the database calls pending or sending, read after `reserve` */
  standing(conversation: string, unfinished: readonly string[]): Standing
  /** Ends a reservation. */
  release(conversation: string): void
  /** Forgets a hand that holds nothing and expects nothing. */
  tidy(conversation: string): void
}

/** @param most conversations at once */
export function createHands(most: number): Hands {
  const hands = new Map<string, Hand>()

  function tidy(conversation: string): void {
    const hand = hands.get(conversation)
    if (hand && !hand.busy && !hand.queue.length && !hand.reservations && !hand.recording)
      hands.delete(conversation)
  }

  function reserve(conversation: string): boolean {
    const hand = hands.get(conversation)
    if (hand) hand.reservations++
    else if (hands.size >= most) return false
    else hands.set(conversation, openHand())
    return true
  }

  return {
    crowded: false,
    get size() {
      return hands.size
    },
    ids: () => [...hands.keys()],
    get: (conversation) => hands.get(conversation),
    reserve(conversation) {
      return (!this.crowded || hands.has(conversation)) && reserve(conversation)
    },
    reserveDue: reserve,
    standing(conversation, unfinished) {
      const hand = hands.get(conversation)
      if (!hand || hand.givenBack || unfinished.some((id) => !hand.known.has(id))) return 'wait'
      return hand.busy || hand.queue.length > 0 ? 'behind' : 'begin'
    },
    release(conversation) {
      const hand = hands.get(conversation)
      if (hand) hand.reservations--
      tidy(conversation)
    },
    tidy,
  }
}

function openHand(): Hand {
  return { queue: [], known: new Set(), reservations: 1, recording: 0, busy: false, givenBack: false }
}
