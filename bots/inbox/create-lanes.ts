import { isDatabaseAway } from '../../server/database/is-database-away.ts'
import { isDiskFull } from '../../server/database/is-disk-full.ts'
import { describeFailure } from './describe-failure.ts'
import { findWaiting } from './find-waiting.ts'
import { type BatchEnd, type BatchParts, runBatch } from './run-batch.ts'

/** Runs the turns of all conversations: each in order, none waiting for another. */
export interface Lanes {
  /** These conversations have something new. */
  wake(conversations: readonly string[]): void
  /** Looks for events that nobody told about: other processes', and those of before a crash. */
  sweep(): Promise<void>
  /** Starts nothing more and waits for what runs. */
  drain(): Promise<void>
}

interface LaneParts extends BatchParts {
  /** Messages were written that are in nobody's hand. */
  messagesWait(): void
  onWrite(failure: unknown): void
}

interface LaneOptions {
  /** Conversations in one transaction. */
  batch?: number
  /** Transactions at once. */
  slots?: number
  /** Waits before a failed event is tried again, by the number of attempts so far. */
  retryMs?: readonly number[]
}

const sweepAtOnce = 1000

export function createLanes(parts: LaneParts, options: LaneOptions = {}): Lanes {
  const { batch = 64, slots = 2, retryMs = [200, 1000] } = options
  const wanted = new Set<string>()
  const suspect = new Set<string>()
  /** Of the suspects those whose last try broke off with the database: that is held against nobody. */
  const interrupted = new Set<string>()
  const busy = new Set<string>()
  const delayed = new Map<string, NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  const careful = new Set<Promise<void>>()
  const stop = new AbortController()
  let looksAgain: NodeJS.Timeout | undefined

  function fill(): void {
    while (!stop.signal.aborted && running.size < slots) {
      // After a crash there may be many suspects; they never take more than one place from the others.
      const [alone] = careful.size === 0 || wanted.size === 0 ? take(suspect, 1) : []
      const ids = alone === undefined ? take(wanted, batch) : [alone]
      if (ids.length === 0) return
      for (const id of ids) busy.add(id)
      const work = run(ids, alone !== undefined).finally(() => {
        running.delete(work)
        careful.delete(work)
        for (const id of ids) busy.delete(id)
        fill()
      })
      running.add(work)
      if (alone !== undefined) careful.add(work)
    }
  }

  function take(from: Set<string>, most: number): string[] {
    const ids: string[] = []
    for (const id of from) {
      if (ids.length === most) break
      if (!busy.has(id) && !delayed.has(id)) ids.push(id)
    }
    for (const id of ids) from.delete(id)
    return ids
  }

  async function run(ids: readonly string[], alone: boolean): Promise<void> {
    try {
      const again = alone && ids.some((id) => interrupted.delete(id))
      follow(await runBatch(parts, ids, again ? 'again' : alone ? 'alone' : 'together'))
    } catch (err) {
      parts.onWrite(err)
      if (isDatabaseAway(err)) {
        parts.log.warn({ err }, 'turns wait for the database')
        if (alone) for (const id of ids) interrupted.add(id)
        // One of them asks for something our own disk has no room for; the others need not wait for that.
        if (!alone && isDiskFull(err) === 'own') for (const id of ids) later(id, 0, suspect)
        else for (const id of ids) later(id, alone ? 1000 : 250, alone ? suspect : wanted)
        return
      }
      // One of them breaks the transaction for all: each is done again alone, and counted.
      parts.log.error({ err, conversations: ids.length, alone }, 'a batch of turns failed')
      for (const id of ids) later(id, alone ? 1000 : 0, suspect)
      const [id] = ids
      if (alone && id !== undefined) await noteFailure(id, err)
    }
  }

  function follow(end: BatchEnd): void {
    for (const id of end.more) wanted.add(id)
    for (const id of end.careful) suspect.add(id)
    for (const { conversation, attempts } of end.failed)
      later(conversation, retryMs[attempts - 1] ?? retryMs.at(-1) ?? 0, suspect)
    if (end.missed > 0) lookAgain()
    if (end.fetch) parts.messagesWait()
  }

  function later(id: string, ms: number, where: Set<string>): void {
    clearTimeout(delayed.get(id))
    const timer = setTimeout(() => {
      delayed.delete(id)
      where.add(id)
      fill()
    }, ms)
    delayed.set(id, timer)
  }

  /** Somebody else is at it; whether something is left after them only the database knows. */
  function lookAgain(): void {
    looksAgain ??= setTimeout(() => {
      looksAgain = undefined
      sweep().catch((err) => parts.log.warn({ err }, 'looking for waiting events failed'))
    }, 25)
  }

  async function noteFailure(conversation: string, err: unknown): Promise<void> {
    const text = `update inbox set failure = $2 where conversation_id = $1 and id =
      (select min(id) from inbox where conversation_id = $1 and status = 'new')`
    await parts.pool.query(text, [conversation, describeFailure(err)]).catch(() => {})
  }

  async function sweep(): Promise<void> {
    if (stop.signal.aborted) return
    const ids = await findWaiting(parts.pool, parts.channels.all, sweepAtOnce)
    wake(ids)
  }

  function wake(conversations: readonly string[]): void {
    for (const id of conversations) if (!suspect.has(id)) wanted.add(id)
    fill()
  }

  return {
    wake,
    sweep,
    async drain() {
      stop.abort()
      clearTimeout(looksAgain)
      for (const timer of delayed.values()) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}
