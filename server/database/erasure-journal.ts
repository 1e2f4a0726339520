import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { deriveKey } from '../secret.ts'

/** Whose data was erased: a conversation as its channel names it. */
export interface Erased {
  channel: string
  account: string
  chat: string
}

/** Where the journal lies and what its hashes are keyed by. */
export interface ErasureJournal {
  dataDir: string
  secret: Buffer
}

/** Outside the database, so that a restore, which sets the database back, does not set it back too. */
export function journalFile({ dataDir }: ErasureJournal): string {
  return join(dataDir, 'erasures.jsonl')
}

/** Hashes by which the journal recognises a conversation without naming it. */
export function conversationHasher({ secret }: ErasureJournal): (who: Erased) => string {
  const key = deriveKey(secret, 'erasures')
  return ({ channel, account, chat }) =>
    createHmac('sha256', key).update(`${channel}:${account}:${chat}`).digest('base64url')
}
