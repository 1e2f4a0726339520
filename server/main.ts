import { loadUnitData } from '../knowledge/units/load-units.ts'
import { loadConfig, readEnvironment } from './config.ts'
import { AppError } from './errors.ts'
import { createLog } from './log.ts'
import { startServer } from './start-server.ts'

/** Later than this, what hangs is not waited for: a supervisor would kill us anyhow. */
const longestStop = 12_000

async function main(): Promise<void> {
  const known = new Set((await loadUnitData()).units.map(({ slug }) => slug))
  const config = loadConfig(readEnvironment(process.cwd(), process.env), known)
  const log = createLog(config.logLevel)
  const server = await startServer(config, log)
  log.info({ address: server.address, roles: [...config.roles] }, 'ready')
  // A person who has just typed `npm start` looks for an address to open, not for JSON.
  if (process.stdout.isTTY && server.address) {
    process.stdout.write(`\n  Một Cửa: ${server.address}/chat\n  Dừng / stop: Ctrl-C\n\n`)
  }

  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), longestStop).unref()
    server.stop().then(
      () => {
        log.info('stopped')
        process.exit(0)
      },
      (err) => {
        log.error({ err }, 'could not stop in order')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

main().catch((error: unknown) => {
  const known = error instanceof AppError
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(known ? error.exit : 1)
})
