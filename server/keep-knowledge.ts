import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hanoiDay } from '../knowledge/calendar/hanoi-day.ts'
import type { Every } from '../workers/sweeps.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { PartState } from './health.ts'
import { listFiles, loadInForce } from './load-in-force.ts'
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
/** The calendar's next year is to be entered so many days before it begins. */
const daysAhead = 60

/**
 * Loads what is known and keeps it up to date: when a file of the operator's changes, when a day begins (rules come
 * into force), when asked to. What cannot be read leaves what was known before.
 * @throws AppError `bad_data` when a built-in file is bad at the start
 */
export async function keepKnowledge({ config, clock, log, every }: Given): Promise<KnowledgeKeeper> {
  const today = () => hanoiDay(clock.now())
  const seen = { files: await signatureOf(config.knowledgeDir), day: today().toString() }
  const held = { loaded: await loadInForce(config, today(), { keeps: true }), broken: '' }
  const work: { running: Promise<void> | undefined; again: Promise<void> | undefined } = {
    running: undefined,
    again: undefined,
  }

  async function read(): Promise<void> {
    const [files, day] = [await signatureOf(config.knowledgeDir), today()]
    try {
      held.loaded = await loadInForce(config, day, { keeps: true })
      held.broken = ''
      report()
      log.info({ problems: held.loaded.problems.length }, 'what is known was read again')
    } catch (err) {
      held.broken = err instanceof Error ? err.message : String(err)
      log.error({ err }, 'what is known could not be read again; what was known before stays in force')
    }
    Object.assign(seen, { files, day: day.toString() })
  }

  function report(): void {
    for (const problem of held.loaded.problems) {
      log.warn({ problem }, 'a file of the operator’s own is not used')
    }
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
    const changed = (await signatureOf(config.knowledgeDir)) !== seen.files || today().toString() !== seen.day
    if (changed && !work.running) await reload()
  }

  report()
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

/** Changes when a file is added, removed or written. */
async function signatureOf(folder: string): Promise<string> {
  const files = await listFiles(folder)
  const states = await Promise.all(
    files.map(async (file) => {
      const found = await stat(join(folder, file)).catch(() => undefined)
      return `${file} ${found?.mtimeMs} ${found?.size}`
    }),
  )
  return states.join('\n')
}
