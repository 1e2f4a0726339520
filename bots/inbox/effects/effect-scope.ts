import type { KeyObject } from 'node:crypto'
import type { Sql } from '../../../server/database/sql.ts'
import type { ChannelName } from '../../channels/channel.ts'
import type { DeskAnswer, DeskAsk } from '../../dialogue/event.ts'
import type { LockedConversation } from '../claim-conversations.ts'
import type { Sayings } from '../run-turn.ts'

/** What looking up dossiers needs of this installation. */
export interface DossierAccess {
  /** Keys the hashes of phone numbers, proofs and slips (`knowledge/dossiers/access/dossier-hashes.ts`). */
  key: KeyObject
  /** Whether names and papers are left out on a channel. */
  isDiscreet(channel: ChannelName): boolean
  /** Adds to the audit log, in the turn's own transaction. */
  record(sql: Sql, entry: AuditEntry): Promise<void>
  /** Codes are being guessed: an operator has to hear of it. */
  guessed(): void
}

/** What following announcements, and writing them in a chat, need of this installation. */
export interface AnnouncementAccess {
  /** Ids of the topics there are. */
  topics(): { all: readonly string[]; first: string }
  /** Answers an official's question, in the turn's own transaction. */
  desk(scope: EffectScope, ask: DeskAsk): Promise<DeskAnswer>
}

/** Who looked at what. @property subject a keyed hash of a dossier's code */
export interface AuditEntry {
  /** ISO instant by the injected clock. */
  at: string
  /** `citizen:<pseudonym of the conversation>`, `official:<id>`, `operator`, `source:<name>`. */
  actor: string
  action: string
  subject?: string
  /** Nothing personal. */
  detail?: object
}

/** What carrying out an effect, or answering a question of a turn, may use. */
export interface EffectScope {
  /** The turn's own transaction. */
  sql: Sql
  conversation: LockedConversation
  /** ISO instant by the injected clock. */
  now: string
  newCode(): string
  /** Of the event that is handled; see `Incoming`. */
  limitKey?: string
  quotes?: string
  /** Keys the hashes by which wrong codes are counted. */
  tryKey: KeyObject
  /** Keys the hashes that are stored of codes for officials and group chats. */
  chatCodeKey: KeyObject
  /** Seals buttons. */
  tapKey: KeyObject
  sayings: Sayings
  dossiers: DossierAccess
  announcements: AnnouncementAccess
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
