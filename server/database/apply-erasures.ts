import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { z } from 'zod'
import type { Log } from '../log.ts'
import { conversationHasher, type Erased, type ErasureJournal, journalFile } from './erasure-journal.ts'

const entryShape = z.object({ at: z.iso.datetime({ offset: true }), hash: z.string() })
const rowsAtOnce = 1000

/**
 * Erases again what the journal says was erased. Who came back afterwards stays: only conversations begun
 * before their erasure go.
 * @param client inside a transaction
 * @returns how many conversations went
 */
export async function applyErasures(client: pg.Client, journal: ErasureJournal, log: Log): Promise<number> {
  const erasures = await readJournal(journal, log)
  if (erasures.size === 0) return 0
  const hash = conversationHasher(journal)
  const gone: string[] = []
  await client.query(
    'declare people no scroll cursor for select id, channel, account, chat, created_at as at from app.conversation',
  )
  for (;;) {
    const { rows } = await client.query<Erased & { id: string; at: string }>(
      `fetch ${rowsAtOnce} from people`,
    )
    if (rows.length === 0) break
    for (const row of rows) {
      const at = erasures.get(hash(row))
      if (at !== undefined && Date.parse(row.at) < at) gone.push(row.id)
    }
  }
  await client.query('close people')
  await client.query('delete from app.conversation where id = any ($1::bigint[])', [gone])
  return gone.length
}

/** The latest erasure of each conversation, in milliseconds since 1970. */
async function readJournal(journal: ErasureJournal, log: Log): Promise<Map<string, number>> {
  const file = journalFile(journal)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const latest = new Map<string, number>()
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue
    const entry = entryShape.safeParse(parse(line))
    // Cut off by a crash, before the erasure it announced was done.
    if (!entry.success) log.warn({ file, line: index + 1 }, 'a line of the erasure journal cannot be read')
    else latest.set(entry.data.hash, Math.max(Date.parse(entry.data.at), latest.get(entry.data.hash) ?? 0))
  }
  return latest
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
