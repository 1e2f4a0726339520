import type { Reply } from '../../dialogue/reply.ts'
import type { Incoming } from '../../inbox/incoming.ts'
import type { StoredEvent } from '../../inbox/stored-event.ts'

/** What the web chat needs of the inbox and the outbox; `chat` is its own id of a conversation. */
export interface ConversationSource {
  /** Stores them durably; the same `externalId` again does nothing. */
  store(incoming: readonly Incoming[]): Promise<unknown>
  /** Messages of the assistant with an id above `after`, oldest first. */
  messagesAfter(chat: string, after: string, limit: number): Promise<StoredMessage[]>
  /** The latest of both sides, each oldest first. */
  history(chat: string, limit: number): Promise<{ messages: StoredMessage[]; events: StoredCitizenEvent[] }>
  /** Rings when there may be something new for the chat; a ring too many does no harm. */
  subscribe(chat: string, ring: () => void): () => void
}

export interface StoredMessage {
  id: string
  reply: Reply
  replaces?: string | null
  createdAt: string
}

export interface StoredCitizenEvent {
  externalId: string
  event: StoredEvent
  receivedAt: string
}
