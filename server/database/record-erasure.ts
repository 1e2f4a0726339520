import { open } from 'node:fs/promises'
import { prepareDataDir } from '../data-dir.ts'
import { conversationHasher, type Erased, type ErasureJournal, journalFile } from './erasure-journal.ts'

/**
 * Notes that a conversation is erased, so that `restore` does not bring it back. To be called before the
 * erasing transaction commits: noted and not erased is put right by asking again, erased and not noted by nothing.
 * It is on disk when this has settled.
 * @param at ISO 8601, of the same clock as the conversation's `created_at`
 */
export async function recordErasure(journal: ErasureJournal, who: Erased, at: string): Promise<void> {
  await prepareDataDir(journal.dataDir)
  const file = await open(journalFile(journal), 'a', 0o600)
  try {
    // The break comes first: a line that a full disk cut off does not spoil the next.
    await file.writeFile(`\n${JSON.stringify({ at, hash: conversationHasher(journal)(who) })}`)
    await file.sync()
  } finally {
    await file.close()
  }
}
