import type { Pace } from '../pace.ts'
import { compareIds } from '../read-id.ts'
import type { Cursor, Mark } from './cursor.ts'
import type { Pushed } from './pushed.ts'
import { inOrder } from './read-pushed.ts'

/** Fetches, after a gap, what was written meanwhile, and has it go before what comes now. */
export interface CatchUp {
  /** A connection stands. */
  begin(request: (lastId: string | null) => void): void
  /** Something was lost though the connection stands. */
  again(): void
  live(messages: readonly Pushed[]): void
  old(messages: readonly Pushed[]): void
  /** An answer came that cannot be read. */
  unreadable(): void
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
  /** How many requests had gone out before this run, and before the page was asked for. */
  sentBefore: number
  sentBeforePage: number
  /** The ids of the page before; null as long as there was none. */
  last: string[] | null
}

/** Of the time before the gap, what may have come late; what is older is never answered. */
const slack = 5 * 60_000
const mostPages = 200
const mostMissed = 3

/**
 * It is not documented which way Zalo reads the id of a request: the messages after it, or those before. What it
 * does is seen from its answers, and remembered. Nor does an answer say what it answers: one that comes late, after
 * its request was repeated, must not be taken for the next page.
 * @param deliver takes messages in order; they are the cursor's from then on
 */
export function createCatchUp(
  cursor: Cursor,
  pace: Pick<Pace, 'catchUp' | 'catchUpAgain'>,
  deliver: (messages: readonly Pushed[]) => void,
): CatchUp {
  let request: ((lastId: string | null) => void) | null = null
  let direction: 'after' | 'before' | null = null
  let run: Run | null = null
  /** What came while older ones are asked for, or are about to be; null when nothing stands by. */
  let standby: Pushed[] | null = []
  let timer: NodeJS.Timeout | undefined
  /** On this connection. Answers come in the order of their requests, some never. */
  let sent = 0
  let answers = 0

  function start(): void {
    const from = cursor.hold()
    if (!from || !request) return flush()
    const way = from.id !== null && direction !== 'before' ? 'after' : 'latest'
    const since = Math.max(cursor.since, from.at - slack)
    run = {
      ...{ from, since, way, asked: null, seen: new Set(), found: [], pages: 0, missed: 0, again: false },
      ...{ sentBefore: sent, sentBeforePage: sent, last: null },
    }
    standby ??= []
    turnTo(run, way === 'after' ? from.id : null)
  }

  function turnTo(current: Run, lastId: string | null): void {
    current.asked = lastId
    current.pages += 1
    current.missed = 0
    current.sentBeforePage = sent
    ask(current)
  }

  function ask(current: Run): void {
    sent += 1
    wait(current, current.missed < mostMissed ? pace.catchUp : pace.catchUpAgain)
    request?.(current.asked)
  }

  function wait(current: Run, ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      flush()
      current.missed += 1
      if (run === current) ask(current)
    }, ms)
  }

  /** Nobody is kept waiting any longer; the cursor stays where it is. */
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

  /** Whether it can only be the page asked for, and not a late answer to a request before. */
  function fits(current: Run, ids: readonly string[]): boolean {
    if (answers <= current.sentBefore) return false
    const { asked, way, last, missed } = current
    const repeated = last?.length === ids.length && ids.every((id, at) => id === last[at])
    // Twice nothing may be true; it is believed when asked once more.
    if (repeated && (ids.length > 0 || missed === 0)) return false
    const [oldest, newest] = [ids[0], ids.at(-1)]
    const certain = answers > current.sentBeforePage
    if (oldest === undefined || newest === undefined || asked === null || direction === null) return certain
    if (way === 'after' && compareIds(newest, asked) <= 0) return false
    if (way === 'before' && compareIds(oldest, asked) >= 0) return false
    return certain || ids.some((id) => !current.seen.has(id))
  }

  /** @returns where the next page begins, `undefined` when this was the last */
  function next(current: Run, page: readonly Pushed[], ids: readonly string[]): string | null | undefined {
    const [oldest, newest] = [ids[0], ids.at(-1)]
    const { asked } = current
    if (current.pages >= mostPages) return undefined
    if (current.way === 'after') {
      if (newest && asked && compareIds(newest, asked) > 0) {
        direction = 'after'
        return newest
      }
      if (newest) direction = 'before'
      if (direction === 'after' || asked !== current.from.id) return undefined
      current.way = 'latest'
      return null
    }
    if (!oldest || !newest || page.some(({ at }) => at < current.since)) return undefined
    if (current.way === 'before' && asked) direction ??= compareIds(newest, asked) > 0 ? 'after' : 'before'
    if (direction === 'after') {
      // The latest page is not all, and there is no way back from it: from where the gap begins.
      current.way = 'after'
      return current.from.id ?? '0'
    }
    current.way = 'before'
    return oldest === asked ? undefined : oldest
  }

  return {
    begin(ask) {
      request = ask
      sent = 0
      answers = 0
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
      answers = Math.min(sent, answers + 1)
      const current = run
      const ids = page.map(({ id }) => id).sort(compareIds)
      if (!current || !fits(current, ids)) return
      // What comes later answers this request, or one after it.
      answers = Math.max(answers, current.sentBeforePage + 1)
      current.last = ids
      current.found.push(...page.filter(({ id, at }) => !current.seen.has(id) && at >= current.since))
      for (const id of ids) current.seen.add(id)
      const from = next(current, page, ids)
      if (from === undefined) finish(current)
      else turnTo(current, from)
    },
    unreadable() {
      answers = Math.min(sent, answers + 1)
      if (!run) return
      flush()
      run = null
      // It will hardly be another one a moment later.
      timer = setTimeout(start, pace.catchUpAgain)
    },
    end() {
      request = null
      flush()
      run = null
      standby = []
    },
  }
}
