import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { connect } from '../../server/database/connect.ts'
import { startEmbedded } from '../../server/database/embedded/start-embedded.ts'
import { migrate } from '../../server/database/migrate.ts'
import { createLog } from '../../server/log.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests make their databases, and the migrated one that they are copies of. */
    postgres: { connection: pg.ClientConfig; template: string }
  }
}

/** One PostgreSQL for the whole run: `TEST_DATABASE_URL` when set, else an embedded one in a temporary folder. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const log = createLog('warn', 'stderr')
  // The many servers and commands that tests start load the same files: compiled once, they begin twice as fast.
  const compiled = await mkdtemp(join(tmpdir(), 'mot-cua-compiled-'))
  process.env.TEST_COMPILE_CACHE = compiled
  const { connection, release } = await openServer()
  const template = `mot_cua_template_${process.pid}`
  await administer(connection, `create database ${template}`)
  const copy = onDatabase(connection, template)
  const { db, close } = connect(copy, log)
  await migrate(copy, db, log)
  await close()
  project.provide('postgres', { connection, template })
  return async () => {
    await administer(connection, `drop database ${template} with (force)`)
    await release()
    await rm(compiled, { recursive: true })
  }

  async function openServer() {
    const url = process.env.TEST_DATABASE_URL
    if (url) return { connection: { connectionString: url }, release: async () => {} }
    const dataDir = await mkdtemp(join(tmpdir(), 'mot-cua-test-'))
    await chmod(dataDir, 0o711)
    const embedded = await startEmbedded({ dataDir, log })
    const release = async () => {
      await embedded.release()
      await rm(dataDir, { recursive: true })
    }
    return { connection: embedded.connection, release }
  }
}

/** The same server, another database of it. */
export function onDatabase(connection: pg.ClientConfig, database: string): pg.ClientConfig {
  if (!connection.connectionString) return { ...connection, database }
  const url = new URL(connection.connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

/** One statement that cannot run in a transaction, on the server's own database. */
export async function administer(connection: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
