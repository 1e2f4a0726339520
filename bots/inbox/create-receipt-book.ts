import type { Clock } from '../../server/clock.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { Log } from '../../server/log.ts'
import type { Receipt } from '../channels/channel.ts'
import { recordReceipts } from './record-receipts.ts'

export interface ReceiptBook {
  /** Takes receipts down, to be written with others; nobody waits for it. */
  add(receipts: readonly Receipt[]): void
  /** Writes what is left, and nothing that comes later. Never rejects. */
  stop(): Promise<void>
}

/** A send is on record within a second of its outcome; a receipt that overtook it would find nothing. */
const restMs = 2_000
/** Thousands see an announcement in its first minutes; more than this are not kept while the database is away. */
const most = 50_000
const atOnce = 1_000

/** Gathers what channels tell of messages that went out, and writes it in batches. */
export function createReceiptBook({
  sql,
  clock,
  log,
  rest = restMs,
}: {
  sql: Sql
  clock: Clock
  log: Pick<Log, 'warn'>
  rest?: number
}): ReceiptBook {
  let waiting: Receipt[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let closed = false

  function schedule(): void {
    if (closed) return
    timer ??= setTimeout(() => {
      timer = undefined
      writing = writing.then(write)
    }, rest)
  }

  async function write(): Promise<void> {
    const taken = waiting
    waiting = []
    for (let at = 0; at < taken.length; at += atOnce) {
      try {
        await recordReceipts(sql, taken.slice(at, at + atOnce), clock.now().toString())
      } catch (err) {
        log.warn({ err }, 'what was delivered and seen is not on record, trying again')
        waiting = [...taken.slice(at), ...waiting].slice(0, most)
        schedule()
        return
      }
    }
  }

  return {
    add(receipts) {
      waiting.push(...receipts.slice(0, Math.max(0, most - waiting.length)))
      if (waiting.length > 0) schedule()
    },
    async stop() {
      closed = true
      clearTimeout(timer)
      await writing
      await write()
    },
  }
}
