import { loadUnitData } from '../knowledge/units/load-units.ts'
import { type Config, loadConfig, readEnvironment } from './config.ts'
import { AppError } from './errors.ts'
import { createLog, type Log } from './log.ts'
import { type Server, startServer } from './start-server.ts'

/** Later than this, what hangs is not waited for: a supervisor would kill us anyhow. */
const longestStop = 12_000

/**
 * Runs the server until it is asked to stop, and ends the process: 0 when everything was put away, the error's
 * own code with one line on stderr when it could not start.
 * @param stopAsked settles with the signal; a start under way is finished first, then stopped
 */
export async function runServer(stopAsked: Promise<NodeJS.Signals>): Promise<void> {
  try {
    const known = new Set((await loadUnitData()).units.map(({ slug }) => slug))
    const config = loadConfig(readEnvironment(process.cwd(), process.env), known)
    const log = createLog(config.logLevel)
    void stopAsked.then((signal) => {
      log.info({ signal }, 'stopping')
      setTimeout(() => process.exit(1), longestStop).unref()
    })
    const server = await startServer(config, log)
    greet(server, config, log)
    await stopAsked
    await stop(server, log)
  } catch (error) {
    const known = error instanceof AppError
    // The system's own words name what it was about; where in the code that was is for whoever asks for it.
    const system = error instanceof Error && 'syscall' in error
    const said = known || system ? error.message : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`${said}\n`)
    process.exit(known ? error.exit : 1)
  }
}

function greet({ address }: Server, config: Config, log: Log): void {
  log.info({ address, roles: [...config.roles] }, 'ready')
  // A person who has just typed `npm start` looks for an address to open, not for JSON.
  if (process.stdout.isTTY && address) {
    process.stdout.write(`\n  Một Cửa: ${address}/chat\n  Dừng / stop: Ctrl-C\n\n`)
  }
}

async function stop(server: Server, log: Log): Promise<never> {
  try {
    await server.stop()
  } catch (err) {
    log.error({ err }, 'could not stop in order')
    process.exit(1)
  }
  log.info('stopped')
  process.exit(0)
}
