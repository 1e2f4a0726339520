import type { Clock } from '../../server/clock.ts'
import type { Log } from '../../server/log.ts'
import { createGroupCommit } from '../inbox/group-commit.ts'
import { isDatabaseAway } from '../inbox/is-database-away.ts'
import type { Sql } from '../inbox/sql.ts'
import { type Change, recordResults } from './record-results.ts'

/** Brings what is known about messages in hand to the database. */
export interface Recorder {
  /** Resolves once committed: whether the message was still in this process's hand. Never rejects. */
  record(change: Change): Promise<boolean>
  /** Stops trying while the database is away; what is not written then is lost with the process. */
  giveUp(): void
}

/**
 * Results that come together are committed together. While the database is away they are kept and tried again,
 * since a known outcome must not become an unknown one.
 */
export function createRecorder(parts: {
  sql: Sql
  clock: Clock
  log: Pick<Log, 'warn' | 'error'>
}): Recorder {
  const { sql, clock, log } = parts
  const end = new AbortController()

  async function write(changes: readonly Change[]): Promise<boolean[]> {
    for (let wait = 50; !end.signal.aborted; wait = Math.min(1000, wait * 2)) {
      try {
        const done = await recordResults(sql, changes, clock.now().toString())
        return changes.map((change) => done.has(change.id))
      } catch (err) {
        if (!isDatabaseAway(err)) return writeApart(changes, err)
        log.warn({ err, waiting: changes.length }, 'results of sends wait for the database')
        await pause(wait, end.signal)
      }
    }
    return changes.map(() => false)
  }

  /** One change that the database refuses must not keep the others from being known. */
  async function writeApart(changes: readonly Change[], err: unknown): Promise<boolean[]> {
    const [change] = changes
    if (changes.length > 1 || !change) {
      const results: boolean[] = []
      for (const one of changes) results.push(...(await write([one])))
      return results
    }
    log.error({ err, message: change.id, status: change.status }, 'the result of a send could not be written')
    return [false]
  }

  const commits = createGroupCommit(write, 500)
  return {
    record: async (change) => (await commits.add([change]))[0] ?? false,
    giveUp: () => end.abort(),
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
