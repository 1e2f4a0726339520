import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import { inject } from 'vitest'
import { connect, connectForTurns } from '../../server/database/connect.ts'
import type { Database } from '../../server/database/schema.ts'
import { createLog } from '../../server/log.ts'
import { administer, onDatabase } from './global-setup.ts'

export interface TestDatabase {
  /** For what opens connections of its own; other processes can be given it too (it is plain data). */
  connection: pg.ClientConfig
  db: Kysely<Database>
  /** As inbox, lanes and outbox have it. */
  pool: pg.Pool
  /** Closes the pools and removes the database, cutting off who is still connected. */
  drop(): Promise<void>
}

/** A database of one's own, migrated and empty: a copy of the one made at the start of the run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { connection: server, template } = inject('postgres')
  const name = `mot_cua_test_${randomUUID().replaceAll('-', '')}`
  await administer(server, `create database ${name} template ${template}`)
  const connection = onDatabase(server, name)
  const log = createLog('silent')
  const { db, close } = connect(connection, log)
  const pool = connectForTurns(connection, log)
  const drop = async () => {
    await Promise.all([close(), pool.end()])
    await administer(server, `drop database ${name} with (force)`)
  }
  return { connection, db, pool, drop }
}
