import type { Clock } from '../../server/clock.ts'
import { createGroupCommit } from '../../server/database/group-commit.ts'
import { isDatabaseAway } from '../../server/database/is-database-away.ts'
import type { Log } from '../../server/log.ts'

/** Brings what is known about messages in hand to the database. */
export interface Recorder<Change, Written> {
  /** Resolves once committed; undefined: the message was not in this process's hand any more. Never rejects. */
  record(change: Change): Promise<Written | undefined>
  /** Stops trying while the database is away; what is not written then is lost with the process. */
  giveUp(): void
}

type Outcome<Written> = { written: Written | undefined } | 'refused'

interface RecorderParts<Change, Written> {
  clock: Clock
  log: Pick<Log, 'warn' | 'error'>
  /**
   * Writes changes at once; doing so again after an unclear end changes nothing twice.
   * @param now ISO instant
   * @returns by the id of each that was still in this process's hand
   */
  write(changes: readonly Change[], now: string): Promise<ReadonlyMap<string, Written>>
  onWrite(failure: unknown): void
}

const refusedPauseMs = 5000

/**
 * Results that come together are committed together. While the database is away they are kept and tried again,
 * since a known outcome must not become an unknown one.
 */
export function createRecorder<Change extends { id: string; status: string }, Written>(
  parts: RecorderParts<Change, Written>,
): Recorder<Change, Written> {
  const { clock, log, onWrite } = parts
  const end = new AbortController()
  const commits = createGroupCommit(write, 500)

  async function write(changes: readonly Change[]): Promise<Outcome<Written>[]> {
    for (let wait = 50; !end.signal.aborted; wait = Math.min(1000, wait * 2)) {
      try {
        const held = await parts.write(changes, clock.now().toString())
        return changes.map((change) => ({ written: held.get(change.id) }))
      } catch (err) {
        onWrite(err)
        if (!isDatabaseAway(err)) return writeApart(changes, err)
        log.warn({ err, waiting: changes.length }, 'results of sends wait for the database')
        await pause(wait, end.signal)
      }
    }
    return changes.map(() => ({ written: undefined }))
  }

  /** One change that the database refuses must not keep the others from being known. */
  async function writeApart(changes: readonly Change[], err: unknown): Promise<Outcome<Written>[]> {
    const [change] = changes
    if (changes.length > 1 || !change) {
      const outcomes: Outcome<Written>[] = []
      for (const one of changes) outcomes.push(...(await write([one])))
      return outcomes
    }
    log.error({ err, message: change.id, status: change.status }, 'the result of a send could not be written')
    return ['refused']
  }

  return {
    async record(change) {
      while (!end.signal.aborted) {
        const [outcome] = await commits.add([change])
        if (outcome !== 'refused') return outcome?.written
        // Until somebody has mended the database. Forgotten, the message would count as never sent.
        await pause(refusedPauseMs, end.signal)
      }
      return undefined
    },
    giveUp: () => end.abort(),
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
