import { createHash } from 'node:crypto'
import type { DossierUpdate } from '../../dossier.ts'
import { isElsewhere, type ReadUpdate } from '../read-update.ts'
import { inRounds } from './in-rounds.ts'
import type { CallFailure, CallResult, Page } from './one-stop-client.ts'

/** What came of the records of a feed. */
export interface Tally {
  read: number
  inserted: number
  updated: number
  unchanged: number
  /** Of units that are not served here, or dossiers that are not kept here: another installation reads them. */
  elsewhere: number
  rejected: number
}

export interface FeedParts {
  ask(since: string | null): Promise<CallResult>
  readRecord(record: unknown): ReadUpdate
  /** Which of these codes it is about; the others are left to other installations. Without it, all. */
  known?(codes: readonly string[]): Promise<ReadonlySet<string>>
  /** Takes updates over for good, each code once; the same again changes nothing. */
  apply(updates: readonly DossierUpdate[]): Promise<{ inserted: number; updated: number; unchanged: number }>
  /** Keeps that the feed has been read up to there; null is the beginning. */
  advance(from: string | null, to: string | null): Promise<void>
  /** Told of records that were left out: how many for each reason, nothing of what they say. */
  rejected(reasons: Readonly<Record<string, number>>): void
  signal: AbortSignal
}

/** So many pages are read in one go; what is left comes the next time. */
const mostPages = 2_000

/**
 * Reads a feed from a cursor to its end, page by page. The cursor moves only after the page before it is committed, so
 * whatever breaks off, the page is read again, and changes nothing then.
 * @returns why it could not be read to its end, if so
 */
export async function readFeed(
  from: string | null,
  parts: FeedParts,
): Promise<{ tally: Tally; failure?: CallFailure }> {
  const tally: Tally = { read: 0, inserted: 0, updated: 0, unchanged: 0, elsewhere: 0, rejected: 0 }
  const asked = new Set<string | null>()
  let cursor = from
  let before = ''
  let beganAgain = false
  for (let count = 0; count < mostPages && !parts.signal.aborted; count += 1) {
    const result = await parts.ask(cursor)
    if (!result.ok && result.failure.cursorGone && cursor !== null && !beganAgain) {
      await parts.advance(cursor, null)
      asked.clear()
      cursor = null
      beganAgain = true
      continue
    }
    if (!result.ok) return { tally, failure: result.failure }
    const { page } = result
    const print = fingerprint(page)
    asked.add(cursor)
    const detail = page.more ? judgeOrder(page, { cursor, asked, repeats: print === before }) : undefined
    if (detail !== undefined) return { tally, failure: { detail } }
    await takeOver(page, tally, parts)
    if (page.next !== null && page.next !== cursor) await parts.advance(cursor, page.next)
    if (!page.more) return { tally }
    cursor = page.next
    before = print
  }
  return { tally }
}

/** @returns what is wrong with where a page says to go on: it would be read for ever */
function judgeOrder(
  { records, next }: Page,
  { cursor, asked, repeats }: { cursor: string | null; asked: ReadonlySet<string | null>; repeats: boolean },
): string | undefined {
  if (next === cursor || (repeats && records.length > 0)) return 'sends the same page again'
  return asked.has(next) ? 'sends a page that goes backwards' : undefined
}

async function takeOver({ records }: Page, tally: Tally, parts: FeedParts): Promise<void> {
  const { readRecord, apply, rejected } = parts
  const read: DossierUpdate[] = []
  const reasons: Record<string, number> = {}
  for (const record of records) {
    const found = readRecord(record)
    if (found.ok) read.push(found.update)
    else if (found.reason === isElsewhere) tally.elsewhere += 1
    else reasons[found.reason] = (reasons[found.reason] ?? 0) + 1
  }
  const known = await parts.known?.(read.map(({ code }) => code))
  const updates = known ? read.filter(({ code }) => known.has(code)) : read
  tally.elsewhere += read.length - updates.length
  for (const round of inRounds(updates)) {
    const { inserted, updated, unchanged } = await apply(round)
    tally.inserted += inserted
    tally.updated += updated
    tally.unchanged += unchanged
  }
  const left = Object.values(reasons).reduce((sum, count) => sum + count, 0)
  if (left > 0) rejected(reasons)
  tally.rejected += left
  tally.read += records.length
}

function fingerprint({ records }: Page): string {
  return createHash('sha256').update(JSON.stringify(records)).digest('base64')
}
