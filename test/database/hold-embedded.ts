import { startEmbedded } from '../../server/database/embedded/start-embedded.ts'
import { createLog } from '../../server/log.ts'

/** A process that uses the embedded server of a folder until its stdin ends; it says the server's address. */
const [dataDir = ''] = process.argv.slice(2)
try {
  const embedded = await startEmbedded({ dataDir, log: createLog('warn', 'stderr') })
  process.stdout.write(`${JSON.stringify(embedded.connection)}\n`)
  for await (const _ of process.stdin);
  await embedded.release()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
