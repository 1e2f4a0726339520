import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../../../../server/clock.ts'
import type { Log } from '../../../../server/log.ts'
import type { DossierUpdate } from '../../dossier.ts'
import type { ReadUpdate } from '../read-update.ts'
import type { CursorStore, FeedCursor } from './cursor-store.ts'
import type { OneStopClient } from './one-stop-client.ts'
import type { FeedMap, FeedName } from './one-stop-map.ts'
import { failuresToOpen, pauseAfter } from './pause-after.ts'
import { readFeed, type Tally } from './read-feed.ts'

export interface OneStopPullParts {
  client: OneStopClient
  cursors: CursorStore
  feeds: Readonly<Record<FeedName, FeedMap>>
  readRecord(feed: FeedName, record: unknown): ReadUpdate
  /** Which of these codes are of dossiers in the register. */
  known(codes: readonly string[]): Promise<ReadonlySet<string>>
  /** Takes updates over for good, each code once; the same again changes nothing. */
  apply(updates: readonly DossierUpdate[]): Promise<{ inserted: number; updated: number; unchanged: number }>
  /**
   * Runs the work unless another process does; the signal it hands on aborts when that may no longer be so.
   * @returns undefined when another one does
   */
  alone<T>(work: (lost: AbortSignal) => Promise<T>): Promise<T | undefined>
  /** Told at each look whether nothing could be read for an hour. */
  stuck(isStuck: boolean): void
  /** Between two readings of a feed that goes well. */
  everySeconds: number
  clock: Clock
  random(): number
  log: Pick<Log, 'info' | 'warn'>
}

export interface OneStopPull {
  /**
   * Reads what is due. What the system does wrong is kept and waited for.
   * @returns what was read, and when to look again (ISO)
   * @throws when the database fails; nothing is held against the system then
   */
  look(signal: AbortSignal): Promise<{ feeds: Partial<Record<FeedName, Tally>>; next: string }>
  /** For the health report: holds nothing personal. */
  state(): { status: 'ok' | 'degraded'; detail?: string }
}

const feedNames: readonly FeedName[] = ['dossiers', 'progress']
/** So long nothing could be read before an operator hears of it. */
const stuckAfter = { hours: 1 }

/**
 * Keeps the register up with the city's one-stop system: dossiers that changed, then what was done with them. Each
 * feed has its own cursor, back-off and circuit, so that one that fails does not hold up the other.
 */
export function createOneStopPull(parts: OneStopPullParts): OneStopPull {
  const { cursors, clock, log } = parts
  /** Why a feed failed last; kept here alone, so another process knows only that it did. */
  const details = new Map<FeedName, string>()
  let known: readonly (readonly [FeedName, FeedCursor])[] = []

  async function lookAt(feed: FeedName, signal: AbortSignal): Promise<Tally | undefined> {
    const source = sourceOf(feed)
    const at = await cursors.read(source)
    if (signal.aborted || isAfter(dueAt(at, parts), clock.now())) return undefined
    const { tally, failure } = await readFeed(at.cursor, {
      ask: (since) => parts.client.ask(parts.feeds[feed].path, since, signal),
      readRecord: (record) => parts.readRecord(feed, record),
      // A step says nothing of whose dossier it is: it may be one of a ward that is not served here.
      ...(feed === 'progress' ? { known: parts.known } : {}),
      apply: parts.apply,
      advance: (from, to) => cursors.advance(source, from, to),
      rejected: (reasons) => log.warn({ source, reasons }, 'records of the one-stop system were left out'),
      signal,
    })
    // What we broke off ourselves says nothing of the system.
    if (signal.aborted) return tally
    const now = clock.now()
    if (failure === undefined) {
      details.delete(feed)
      await cursors.succeeded(source, now.toString())
      if (at.failures > 0) log.info({ source }, 'the one-stop system can be read again')
      return tally
    }
    const failures = at.failures + 1
    const pause = pauseAfter(failures, { ...failure, random: parts.random })
    details.set(feed, failure.detail)
    const notBefore = now.add({ milliseconds: Math.ceil(pause) }).toString()
    await cursors.failed(source, { now: now.toString(), notBefore })
    log.warn({ source, failures, notBefore }, `the one-stop system ${failure.detail}`)
    return tally
  }

  async function lookAtAll(signal: AbortSignal) {
    const feeds: Partial<Record<FeedName, Tally>> = {}
    for (const feed of feedNames) {
      const tally = await lookAt(feed, signal)
      if (tally) feeds[feed] = tally
    }
    return feeds
  }

  return {
    async look(signal) {
      const feeds = await parts.alone((lost) => lookAtAll(AbortSignal.any([signal, lost])))
      known = await Promise.all(
        feedNames.map(async (feed) => [feed, await cursors.read(sourceOf(feed))] as const),
      )
      const now = clock.now()
      parts.stuck(
        known.some(
          ([, { failing_since: since }]) =>
            since !== null && !isAfter(Temporal.Instant.from(since), now.subtract(stuckAfter)),
        ),
      )
      const [soonest] = known.map(([, at]) => dueAt(at, parts)).toSorted(Temporal.Instant.compare)
      const again = feeds === undefined ? now.add({ seconds: parts.everySeconds }) : (soonest ?? now)
      return { feeds: feeds ?? {}, next: again.toString() }
    },
    state() {
      const failing = known.filter(([, { failures }]) => failures > 0)
      if (failing.length === 0) return { status: 'ok' }
      const said = failing.map(([feed, { failures, not_before }]) => {
        const open = failures >= failuresToOpen ? ', only probed now and then' : ''
        const what = details.get(feed) ?? 'could not be read'
        return `${parts.feeds[feed].path}: ${what} (${failures} in a row${open}; next try ${not_before})`
      })
      return { status: 'degraded', detail: `the one-stop system: ${said.join('; ')}` }
    },
  }
}

function sourceOf(feed: FeedName): string {
  return `one_stop.${feed}`
}

/** What was never read is due at once. */
function dueAt(
  { not_before, read_at }: FeedCursor,
  { everySeconds }: { everySeconds: number },
): Temporal.Instant {
  if (not_before !== null) return Temporal.Instant.from(not_before)
  if (read_at === null) return Temporal.Instant.fromEpochMilliseconds(0)
  return Temporal.Instant.from(read_at).add({ seconds: everySeconds })
}

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0
}
