import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { connect } from '../../server/database/connect.ts'
import { startEmbedded } from '../../server/database/embedded/start-embedded.ts'
import { migrate } from '../../server/database/migrate.ts'
import { createLog } from '../../server/log.ts'

export interface OwnDatabase {
  connection: pg.ClientConfig
  pool: pg.Pool
}

/** A new database on a server of its own, which is gone afterwards. */
export async function onOwnDatabase<T>(work: (database: OwnDatabase) => Promise<T>): Promise<T> {
  const log = createLog('error', 'stderr')
  const dataDir = await mkdtemp(join(tmpdir(), 'mot-cua-bench-'))
  await chmod(dataDir, 0o711)
  const embedded = await startEmbedded({ dataDir, log })
  const { connection } = embedded
  const { db, pool, close } = connect(connection, log, { max: 2 })
  try {
    await migrate(connection, db, log)
    return await work({ connection, pool })
  } finally {
    await close()
    await embedded.release()
    await rm(dataDir, { recursive: true })
  }
}
