import { loadUnitData } from '../../knowledge/units/load-units.ts'
import { type Clock, systemClock } from '../clock.ts'
import { type Config, loadConfig, readEnvironment } from '../config.ts'
import { createLog, type Log } from '../log.ts'
import { type OpenDatabase, openDatabase } from '../open-database.ts'

/** What a command works with. Nothing is opened before it is needed. */
export interface CommandContext {
  config: Config
  clock: Clock
  log: Log
  /** Runs with the database: the running server's, or one started for as long as this takes. */
  withDatabase<T>(run: (open: OpenDatabase) => Promise<T>, options?: { anySecret?: true }): Promise<T>
  /** The result for a person, or with `--json` as the one document on stdout. */
  print(result: unknown, said: string): void
}

/** The few connections that a command needs at once. */
const connections = 4

export async function createCommandContext(options: { json?: boolean }): Promise<CommandContext> {
  const environment = readEnvironment(process.cwd(), process.env)
  const known = new Set((await loadUnitData()).units.map(({ slug }) => slug))
  const config = loadConfig(environment, known)
  // What a running server would say is for its log; a command speaks up only when something is wrong.
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel, 'stderr')
  return {
    config,
    clock: systemClock(config.nowOffset),
    log,
    async withDatabase(run, options) {
      const open = await openDatabase(config, log, { name: 'mot-cua command', max: connections, ...options })
      try {
        return await run(open)
      } finally {
        await open.close()
      }
    },
    print(result, said) {
      process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${said}\n`)
    },
  }
}
