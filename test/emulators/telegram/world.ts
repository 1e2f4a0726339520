import { createPictures } from '../pictures.ts'
import type { Entity } from './parse-html.ts'

export interface Button {
  text: string
  callback_data?: string
  url?: string
}

/** A button of the keyboard below the chat: pressed, it sends its text, or the person's own contact. */
export interface ReplyButton {
  text: string
  request_contact?: boolean
}

/** A message as the people in the chat see it. */
export interface ShownMessage {
  id: number
  from: 'bot' | 'user'
  /** As shown, with the markup taken away. */
  text: string
  entities: Entity[]
  /** As the bot sent it. */
  raw: string
  keyboard: Button[][]
  edits: number
  /** More than 48 hours have passed since it was sent. */
  tooOld?: true
  /** What hangs on it; `text` is its caption then. */
  file?: ShownFile
}

export interface ShownFile {
  kind: 'photo' | 'document'
  id: string
  /** Under which name it was handed over. */
  name: string
  size: number
}

export interface Chat {
  id: number
  type: 'private' | 'group' | 'supergroup'
  title?: string
  /** The bot has been written to here; before that it may not write. */
  known: boolean
  blocked: boolean
  deactivated: boolean
  messages: Map<number, ShownMessage>
  /** Messages of the bot that nobody has taken with `next` yet. */
  unread: ShownMessage[]
  waiting: ((message: ShownMessage) => void)[]
  /** The keyboard below the chat, which stays until a message takes it away or brings another. */
  replyKeyboard: ReplyButton[]
  /** Told of every message of the bot at once; whoever listens takes no part in `next`. */
  listener?: (message: ShownMessage) => void
}

export interface Callback {
  id: string
  chat: number
  answered: boolean
}

export type World = ReturnType<typeof createWorld>

/** Chats, messages and callbacks: everything that outlives a call. */
export function createWorld() {
  const chats = new Map<number, Chat>()
  const callbacks = new Map<string, Callback>()
  let lastMessage = 0
  let lastId = 1000
  return {
    chats,
    callbacks,
    /** Photos and files that people have sent, by their ids. */
    pictures: createPictures(),
    /** What the bot has handed over, by the id that it is known by since. */
    uploads: new Map<string, ShownFile & { bytes: Buffer }>(),
    newId: () => {
      lastId += 1
      return lastId
    },
    addChat(chat: Pick<Chat, 'id' | 'type' | 'title'>): Chat {
      const known = chats.get(chat.id)
      if (known) return known
      const added: Chat = {
        ...chat,
        known: false,
        blocked: false,
        deactivated: false,
        messages: new Map(),
        unread: [],
        waiting: [],
        replyKeyboard: [],
      }
      chats.set(chat.id, added)
      return added
    },
    addMessage(chat: Chat, message: Omit<ShownMessage, 'id' | 'edits'>): ShownMessage {
      lastMessage += 1
      const shown: ShownMessage = { ...message, id: lastMessage, edits: 0 }
      chat.messages.set(shown.id, shown)
      if (chat.listener) {
        // A load test writes for minutes: only the latest messages of such a chat are kept.
        const oldest = chat.messages.size > 50 ? chat.messages.keys().next().value : undefined
        if (oldest !== undefined) chat.messages.delete(oldest)
        if (shown.from === 'bot') chat.listener(shown)
      } else if (shown.from === 'bot') {
        const waiter = chat.waiting.shift()
        if (waiter) waiter(shown)
        else chat.unread.push(shown)
      }
      return shown
    },
  }
}
