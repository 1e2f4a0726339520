import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Config } from './config.ts'
import { connect, connectForTurns } from './database/connect.ts'
import { startEmbedded } from './database/embedded/start-embedded.ts'
import { explainConnecting } from './database/explain-connecting.ts'
import { migrate } from './database/migrate.ts'
import type { Database } from './database/schema.ts'
import type { Log } from './log.ts'
import { checkSecret, loadSecret } from './secret.ts'

export interface OpenDatabase {
  db: Kysely<Database>
  pool: pg.Pool
  /** For inbox, lanes and outbox alone. */
  turnPool: pg.Pool
  /** What a further client of the same database needs. */
  connection: pg.ClientConfig
  secret: Buffer
  /** Ends the use; the embedded server stops when nobody else uses it. */
  close(): Promise<void>
}

/**
 * The database that the settings name, ready for use: joined or started, brought to this release's tables,
 * and known to belong to this secret.
 * @param name what the database is told who this is
 * @param max most connections of `pool`
 * @param anySecret for a restore, which replaces what the database is bound to and checks the secret itself
 */
export async function openDatabase(
  config: Config,
  log: Log,
  { name, max, anySecret }: { name: string; max: number; anySecret?: true },
): Promise<OpenDatabase> {
  const secret = await loadSecret(config)
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dataDir: config.dataDir, log })
  // Every connection says whose it is: a restore looks for a running server by that name.
  const connection = {
    ...(embedded?.connection ?? { connectionString: config.databaseUrl }),
    application_name: name,
  }
  const { db, pool, close } = connect(connection, log, { max })
  const turnPool = connectForTurns(connection, log)
  const closeAll = async () => {
    await Promise.all([close(), turnPool.end()])
    await embedded?.release()
  }
  try {
    await migrate(connection, db, log)
    if (!anySecret) await checkSecret(db, secret)
  } catch (error) {
    await closeAll()
    throw config.databaseUrl ? explainConnecting(error) : error
  }
  return { db, pool, turnPool, connection, secret, close: closeAll }
}
