import { setTimeout as sleep } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import type { Alerts } from '../../bots/channels/alerts.ts'
import type { DossierFacts } from '../../knowledge/dossiers/facts/dossier-facts.ts'
import { applyUpdates } from '../../knowledge/dossiers/register/apply-updates.ts'
import { createOneStopPull } from '../../knowledge/dossiers/sources/one-stop/create-one-stop-pull.ts'
import { createRecordReader } from '../../knowledge/dossiers/sources/one-stop/create-record-reader.ts'
import { createCursorStore } from '../../knowledge/dossiers/sources/one-stop/cursor-store.ts'
import { findKnown } from '../../knowledge/dossiers/sources/one-stop/find-known.ts'
import { loadOneStopMap } from '../../knowledge/dossiers/sources/one-stop/load-one-stop-map.ts'
import { createOneStopClient } from '../../knowledge/dossiers/sources/one-stop/one-stop-client.ts'
import type { UpdateReading } from '../../knowledge/dossiers/sources/read-update.ts'
import type { Clock } from '../clock.ts'
import type { OneStopConfig } from '../config.ts'
import type { PartState } from '../health.ts'
import type { Log } from '../log.ts'
import type { OpenDatabase } from '../open-database.ts'
import { createTryLock } from './create-try-lock.ts'
import { dossierKey } from './dossier-key.ts'

export interface OneStopSite {
  oneStop: OneStopConfig
  /** The operator's own facts, with a `one-stop.yaml` perhaps. */
  knowledgeDir: string
  open: Pick<OpenDatabase, 'pool' | 'connection' | 'secret'>
  facts(): DossierFacts
  reading: UpdateReading
  clock: Clock
  log: Log
  alerts: Pick<Alerts, 'raise' | 'clear'>
  health(state: PartState): void
}

/** What the register's source is called in the history of dossiers. */
const source = 'one_stop'
const shortestWaitMs = 1_000
/** After a look that the database failed. */
const afterDatabaseMs = 30_000

/**
 * Keeps the register up with the city's one-stop system for as long as the server runs. Any number of processes may
 * do so: they take turns.
 * @returns `start` returns at once; `stop` waits for what is being committed, and for nothing else
 */
export async function openOneStop(site: OneStopSite): Promise<{ start(): void; stop(): Promise<void> }> {
  const { oneStop, open, clock, log, alerts } = site
  const { map, problem } = await loadOneStopMap(site.knowledgeDir)
  if (problem !== undefined) log.error({ problem }, 'the own one-stop.yaml was set aside')
  const pull = createOneStopPull({
    client: createOneStopClient(oneStop),
    cursors: createCursorStore(open.pool),
    feeds: map.feeds,
    readRecord: createRecordReader(map, site.reading),
    known: (codes) => findKnown(open.pool, codes),
    apply: (updates) =>
      applyUpdates(open.pool, updates, {
        source,
        key: dossierKey(open.secret),
        facts: site.facts(),
        now: clock.now().toString(),
      }),
    alone: createTryLock(open.connection, source),
    stuck: (isStuck) => (isStuck ? alerts.raise('dossiers.one_stop') : alerts.clear('dossiers.one_stop')),
    everySeconds: oneStop.everySeconds,
    clock,
    random: Math.random,
    log,
  })
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()

  /** @returns how long to wait until the next look, ms */
  async function look(): Promise<number> {
    try {
      const { feeds, next } = await pull.look(stopping.signal)
      if (Object.keys(feeds).length > 0) log.info({ feeds }, 'the one-stop system was read')
      site.health(withProblem(pull.state(), problem))
      return clock.now().until(Temporal.Instant.from(next)).total('milliseconds')
    } catch (err) {
      // Health says of the database what there is to say.
      log.warn({ err }, 'what the one-stop system says could not be taken over, trying again')
      return afterDatabaseMs
    }
  }

  async function run(): Promise<void> {
    const { signal } = stopping
    while (!signal.aborted) {
      const wait = Math.max(shortestWaitMs, await look())
      await sleep(wait, undefined, { signal }).catch(() => {})
    }
  }

  return {
    start() {
      site.health(withProblem(pull.state(), problem))
      running = run()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** What was read by the built-in names may be wrong here. */
function withProblem(state: PartState, problem: string | undefined): PartState {
  return problem === undefined || state.status !== 'ok' ? state : { status: 'degraded', detail: problem }
}
