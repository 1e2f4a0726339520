import type { KeyObject } from 'node:crypto'
import type { Sql } from '../../../server/database/sql.ts'
import type { LockedConversation } from '../claim-conversations.ts'
import type { Sayings } from '../run-turn.ts'

/** What carrying out an effect, or answering a question of a turn, may use. */
export interface EffectScope {
  /** The turn's own transaction. */
  sql: Sql
  conversation: LockedConversation
  /** ISO instant by the injected clock. */
  now: string
  newCode(): string
  /** Of the event that is handled; see `Incoming.limitKey`. */
  limitKey?: string
  /** Keys the hashes by which wrong codes are counted. */
  tryKey: KeyObject
  /** Keys the hashes that are stored of codes for officials and group chats. */
  chatCodeKey: KeyObject
  /** Seals buttons. */
  tapKey: KeyObject
  sayings: Sayings
  recordErasure: RecordErasure
}

/**
 * Keeps on record that a conversation was erased, so that a restored backup can forget it again. Called before
 * the commit.
 * @param at ISO instant
 */
export type RecordErasure = (
  who: { channel: string; account: string; chat: string },
  at: string,
) => Promise<void>
