import { createPictures } from '../pictures.ts'

export interface Button {
  title: string
  type: string
  payload: unknown
}

/** A message as the person in the chat sees it. */
export interface ShownMessage {
  id: string
  from: 'oa' | 'user'
  text: string
  buttons: Button[]
  /** A picture or document that it is. */
  file?: { kind: 'image' | 'file'; name: string; size: number }
  /** As a promotion: its header, and what buttons that open pages lead to. */
  promotion?: { header: string; urls: string[] }
  /** The person's message it answers. */
  quotes?: string
  /** As the OA sent it. */
  raw?: unknown
}

export interface Chat {
  user: string
  follows: boolean
  /** The person takes no messages of this OA. */
  restricted: boolean
  messages: ShownMessage[]
  /** Messages of the OA that nobody has taken with `next` yet. */
  unread: ShownMessage[]
  waiting: ((message: ShownMessage) => void)[]
  /** Told of every message of the OA at once; whoever listens takes no part in `next`. */
  listener?: (message: ShownMessage) => void
  /** What the person did last: opens the window. */
  lastAt: number | null
  lastReplies: number
}

/** What a person did, that may be quoted. */
export interface Deed {
  user: string
  at: number
  replies: number
}

export type World = ReturnType<typeof createWorld>

/** Above 2^53, so that an id read as a number is another one. */
const firstId = 9_007_199_254_740_993n

/** Chats and messages: everything that outlives a call. */
export function createWorld(now: () => number) {
  const chats = new Map<string, Chat>()
  const deeds = new Map<string, Deed>()
  let last = firstId
  let lastMessage = 0
  const newId = () => {
    last += 2n
    return String(last)
  }
  return {
    now,
    chats,
    deeds,
    /** Pictures that people have sent. */
    pictures: createPictures(),
    newId,
    newMessageId(): string {
      lastMessage += 1
      return `${lastMessage.toString(16).padStart(6, '0')}f3af150460909`
    },
    addChat(user: string): Chat {
      const known = chats.get(user)
      if (known) return known
      const added: Chat = {
        user,
        follows: false,
        restricted: false,
        messages: [],
        unread: [],
        waiting: [],
        lastAt: null,
        lastReplies: 0,
      }
      chats.set(user, added)
      return added
    },
    /** @param message the id under which it may be quoted; none for a follow and the like */
    noteDeed(chat: Chat, message?: string): void {
      chat.lastAt = now()
      chat.lastReplies = 0
      if (message !== undefined) deeds.set(message, { user: chat.user, at: chat.lastAt, replies: 0 })
    },
    show(chat: Chat, message: ShownMessage): void {
      chat.messages.push(message)
      if (chat.listener) {
        // A load test writes for minutes: only the latest messages of such a chat are kept.
        if (chat.messages.length > 50) {
          const [oldest] = chat.messages.splice(0, 1)
          if (oldest) deeds.delete(oldest.id)
        }
        if (message.from === 'oa') chat.listener(message)
      } else if (message.from === 'oa') {
        const waiter = chat.waiting.shift()
        if (waiter) waiter(message)
        else chat.unread.push(message)
      }
    },
  }
}
