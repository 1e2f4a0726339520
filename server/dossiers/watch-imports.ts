import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import { importFile } from '../../knowledge/dossiers/files/import-file.ts'
import { forgetSheets } from '../../knowledge/dossiers/files/watch/forget-sheets.ts'
import { lookIntoFolder } from '../../knowledge/dossiers/files/watch/look-into-folder.ts'
import { interval } from '../../workers/interval.ts'
import { repeat } from '../../workers/repeat.ts'
import type { Site } from '../site.ts'
import { createTryLock } from './create-try-lock.ts'
import { importOptions } from './import-options.ts'

/** Between two looks a file has to stay as it is, to be taken for whole. */
const lookMs = 3_000

/**
 * Imports what is put into `DATA_DIR/import`, and once a day deletes what was laid away there 30 days ago.
 * @returns `stop` ends an import under way between two batches; the next start goes on with it
 */
export function watchImports(site: Site): { stop(): Promise<void> } {
  const { config, open, clock, knowledge, log } = site
  const stopping = new AbortController()
  const alone = createTryLock(open.connection, 'import')
  let seen: Awaited<ReturnType<typeof lookIntoFolder>> = new Map()
  let forgotten = ''

  async function look(): Promise<void> {
    seen = await lookIntoFolder(seen, {
      dataDir: config.dataDir,
      alone,
      now: () => clock.now().toString(),
      importFile(path) {
        const { dossiers: facts, units, catalogue } = knowledge.current().parts
        const options = importOptions(
          open,
          { facts, units, catalogue },
          { now: clock.now(), served: config.units },
        )
        return importFile(path, { ...options, signal: stopping.signal })
      },
      onSettled(outcome) {
        if (outcome instanceof Error) log.warn({ err: outcome }, 'a file of dossiers could not be imported')
        else {
          const { read, inserted, updated, unchanged } = outcome
          log.info({ read, inserted, updated, unchanged }, 'a file of dossiers was imported')
        }
      },
      onLeftAlone(kind) {
        log.warn(
          { kind },
          'something lies in the folder of imports and is not taken: take it away or rename it',
        )
      },
    })
    const today = hanoiDay(clock.now()).toString()
    if (today === forgotten) return
    await forgetSheets(config.dataDir, clock.now().toString())
    forgotten = today
  }

  const looking = repeat({
    what: 'looking into the folder of imports',
    ms: lookMs,
    run: () => (stopping.signal.aborted ? Promise.resolve() : look()),
    every: interval,
    log,
  })
  return {
    stop() {
      stopping.abort()
      return looking.stop()
    },
  }
}
