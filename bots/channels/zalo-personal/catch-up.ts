import type { Cursor, Mark } from './cursor.ts'
import type { Pace } from './pace.ts'
import type { Pushed } from './pushed.ts'
import { compareIds } from './read-id.ts'
import { inOrder } from './read-pushed.ts'

/** Fetches, after a gap, what was written meanwhile, and has it go before what comes now. */
export interface CatchUp {
  /** A connection stands. */
  begin(request: (lastId: string | null) => void): void
  /** Something was lost though the connection stands. */
  again(): void
  live(messages: readonly Pushed[]): void
  old(messages: readonly Pushed[]): void
  /** The connection is gone. */
  end(): void
}

interface Run {
  from: Mark
  /** What was written before is left alone. */
  since: number
  /** Where the page asked for begins. */
  asked: string | null
  way: 'after' | 'latest' | 'before'
  seen: Set<string>
  found: Pushed[]
  pages: number
  /** How often the page asked for did not come. */
  missed: number
  /** Something was lost meanwhile. */
  again: boolean
}

/** Of the time before the gap, what may have come late; what is older is never answered. */
const slack = 5 * 60_000
const mostPages = 200
const mostMissed = 3

/**
 * It is not documented which way Zalo reads the id of a request: the messages after it, or those before. What it
 * does is seen from its answers, and remembered.
 * @param deliver takes messages in order; they are the cursor's from then on
 */
export function createCatchUp(
  cursor: Cursor,
  pace: Pick<Pace, 'catchUp'>,
  deliver: (messages: readonly Pushed[]) => void,
): CatchUp {
  let request: ((lastId: string | null) => void) | null = null
  let direction: 'after' | 'before' | null = null
  let run: Run | null = null
  /** What came while older ones are asked for, or are about to be; null when nothing stands by. */
  let standby: Pushed[] | null = []
  let timer: NodeJS.Timeout | undefined

  function start(): void {
    const from = cursor.hold()
    if (!from || !request) {
      flush()
      return cursor.release()
    }
    const way = from.id !== null && direction !== 'before' ? 'after' : 'latest'
    const since = Math.max(cursor.since, from.at - slack)
    run = { from, since, asked: null, way, seen: new Set(), found: [], pages: 0, missed: 0, again: false }
    standby ??= []
    ask(run, way === 'after' ? from.id : null)
  }

  function ask(current: Run, lastId: string | null): void {
    current.asked = lastId
    current.pages += 1
    clearTimeout(timer)
    timer = setTimeout(() => miss(current), pace.catchUp)
    request?.(lastId)
  }

  /** No answer: nobody is kept waiting for it any longer, and the cursor stays where it is until there is one. */
  function miss(current: Run): void {
    flush()
    current.missed += 1
    if (run === current && current.missed <= mostMissed) ask(current, current.asked)
  }

  function flush(): void {
    clearTimeout(timer)
    const found = run?.found.splice(0) ?? []
    const ids = new Set(found.map(({ id }) => id))
    const waiting = standby?.filter(({ id }) => !ids.has(id)) ?? []
    standby = null
    if (found.length + waiting.length > 0) deliver([...inOrder(found), ...waiting])
  }

  function finish({ again }: Run): void {
    flush()
    run = null
    if (again) start()
    else cursor.release()
  }

  /** @returns where the next page begins, `undefined` when this was the last */
  function next(current: Run, page: readonly Pushed[], fresh: number): string | null | undefined {
    const ids = page.map(({ id }) => id).sort(compareIds)
    const oldest = ids[0]
    const newest = ids.at(-1)
    if (current.pages >= mostPages) return undefined
    if (current.way === 'after') {
      if (newest && current.asked && compareIds(newest, current.asked) > 0) {
        direction = 'after'
        return newest
      }
      if (page.length > 0) direction = 'before'
      if (direction === 'after' || current.asked !== current.from.id) return undefined
      current.way = 'latest'
      return null
    }
    const reachesBack = page.some(({ at }) => at < current.since)
    if (reachesBack || !oldest) return undefined
    if (current.way === 'before' && fresh === 0 && newest !== current.asked) direction = 'after'
    if (direction === 'after') {
      // The latest page is not all, and there is no way back from it: from the first of all messages on.
      current.way = 'after'
      return '0'
    }
    if (fresh === 0) return undefined
    current.way = 'before'
    return oldest
  }

  return {
    begin(ask) {
      request = ask
      start()
    },
    again() {
      if (run && standby) run.again = true
      else start()
    },
    live(messages) {
      if (standby) standby.push(...messages)
      else deliver(messages)
    },
    old(page) {
      const current = run
      if (!current) return
      const fresh = page.filter(({ id }) => !current.seen.has(id))
      for (const { id } of fresh) current.seen.add(id)
      current.found.push(...fresh.filter(({ at }) => at >= current.since))
      const from = next(current, page, fresh.length)
      if (from === undefined) finish(current)
      else ask(current, from)
    },
    end() {
      request = null
      flush()
      run = null
      standby = []
    },
  }
}
