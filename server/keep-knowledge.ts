import { hanoiDay } from '../knowledge/calendar/hanoi-day.ts'
import type { Every } from '../workers/repeat.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { PartState } from './health.ts'
import { keepCopy, loadInForce, signatureOf } from './load-in-force.ts'
import type { LoadedKnowledge } from './load-knowledge.ts'
import type { Log } from './log.ts'

export interface KnowledgeKeeper {
  /** What is known now; each turn asks anew, and goes on with what it got. */
  current(): LoadedKnowledge
  /** Reads everything again; two calls at once share a reading that begins after both. */
  reload(): Promise<void>
  /** For `/healthz`: which files are not used, and whether the calendar runs out. */
  state(): PartState
  stop(): void
}

interface Given {
  config: Config
  clock: Clock
  log: Log
  every: Every
}

/** A change of a file is seen within this, on any kind of disk. */
const lookMs = 2_000
/** So many looks are passed over after a reading that failed: a full disk is not filled faster by haste. */
const restAfterFailure = 15
/** The calendar's next year is to be entered so many days before it begins. */
const daysAhead = 60

/**
 * Loads what is known and keeps it up to date: when a file of the operator's changes, when a day begins (rules come
 * into force), when asked to. What cannot be read leaves what was known before, and is tried again.
 * @throws AppError `bad_data` when a built-in file is bad at the start
 */
export async function keepKnowledge({ config, clock, log, every }: Given): Promise<KnowledgeKeeper> {
  const today = () => hanoiDay(clock.now())
  const seen = { files: await signatureOf(config.knowledgeDir), day: today().toString() }
  const held = { loaded: await loadInForce(config, today()), broken: '', rest: 0 }
  const work: { running: Promise<void> | undefined; again: Promise<void> | undefined } = {
    running: undefined,
    again: undefined,
  }

  async function read(): Promise<void> {
    const [files, day] = [await signatureOf(config.knowledgeDir), today()]
    try {
      const loaded = await loadInForce(config, day, held.loaded.reusable)
      // Before it is in force: a file that is spoilt the next moment must not put back what was known before.
      await settle(files, loaded)
      held.loaded = loaded
      Object.assign(seen, { files, day: day.toString() })
      Object.assign(held, { broken: '', rest: 0 })
      log.info({ problems: held.loaded.problems.length }, 'what is known was read again')
    } catch (err) {
      held.broken = err instanceof Error ? err.message : String(err)
      held.rest = restAfterFailure
      log.error({ err }, 'what is known could not be read again; what was known before stays in force')
    }
  }

  /** Says what is not used; of what is all right a copy is kept. */
  async function settle(files: string, { problems }: LoadedKnowledge): Promise<void> {
    for (const problem of problems) log.warn({ problem }, 'a file of the operator’s own is not used')
    if (problems.length > 0) return
    await keepCopy(config, files).catch((err) =>
      log.warn({ err }, 'no copy of the operator’s files could be kept'),
    )
  }

  function reload(): Promise<void> {
    if (!work.running) {
      work.running = read().finally(() => {
        work.running = undefined
      })
      return work.running
    }
    work.again ??= work.running.then(() => {
      work.again = undefined
      return reload()
    })
    return work.again
  }

  async function look(): Promise<void> {
    // What changes while files are read is seen at the next look.
    if (work.running) return
    if (held.rest > 0) {
      held.rest--
      return
    }
    const changed = (await signatureOf(config.knowledgeDir)) !== seen.files || today().toString() !== seen.day
    if ((changed || held.broken) && !work.running) await reload()
  }

  await settle(seen.files, held.loaded)
  const timer = every(lookMs, () => void look())
  return {
    current: () => held.loaded,
    reload,
    state() {
      const { problems, parts } = held.loaded
      const { coveredUntil } = parts.calendar
      const runsOut = today().until(coveredUntil).days < daysAhead
      const said = [
        ...(held.broken ? [held.broken] : []),
        ...problems,
        ...(runsOut
          ? [`holidays.yaml: no data after ${coveredUntil}: enter the next year's closed and worked days`]
          : []),
      ]
      return said.length ? { status: 'degraded', detail: said.join('; ') } : { status: 'ok' }
    },
    stop: () => timer.stop(),
  }
}
