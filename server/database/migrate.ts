import { readdir } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import pg from 'pg'
import { AppError } from '../errors.ts'
import type { Log } from '../log.ts'
import { withSession } from './connect.ts'
import { lockNumbers } from './lock-numbers.ts'
import type { Database } from './schema.ts'

/** Held by whoever migrates. */
const key = `(${lockNumbers.server}, 2)`
const oldest = 15
const folder = new URL('./migrations/', import.meta.url)

/**
 * Brings the database to this release's tables. Several processes may start at once: one does it, the others
 * wait and find it done.
 * @throws AppError when the server is too old, or the database was used by a newer release
 */
export async function migrate(connection: pg.ClientConfig, db: Kysely<Database>, log: Log): Promise<void> {
  // A connection of its own: the lock must not end with a query that timed out, nor take one from the pool.
  const guard = new pg.Client(withSession(connection))
  guard.on('error', (err) => log.warn({ err }, 'the connection that guards the migration broke'))
  await guard.connect()
  try {
    await refuseOldServer(guard)
    await lockMigrations(guard)
    await guard.query('create schema if not exists app')
    const migrator = createMigrator(db)
    await refuseNewerDatabase(guard)
    const { error, results = [] } = await migrator.migrateToLatest()
    for (const { migrationName, status } of results)
      if (status === 'Success') log.info({ migration: migrationName }, 'migrated the database')
    if (error) throw error
  } finally {
    await guard.end().catch(() => {})
  }
}

/** Waits until nobody else changes tables; until the connection ends, nobody else does. */
export async function lockMigrations(client: pg.Client): Promise<void> {
  await client.query(`select pg_advisory_lock${key}`)
}

/** @param inTransaction the given `db` is within a transaction already */
export function createMigrator(db: Kysely<Database>, options: { inTransaction?: boolean } = {}): Migrator {
  return new Migrator({
    db,
    provider: migrations,
    migrationTableSchema: 'app',
    disableTransactions: options.inTransaction ?? false,
  })
}

const migrations: MigrationProvider = {
  async getMigrations() {
    const found: [string, Migration][] = []
    for (const name of await migrationNames())
      found.push([name, (await import(new URL(`${name}.ts`, folder).href)) as Migration])
    return Object.fromEntries(found)
  },
}

/** The migrations this release knows, in order. */
export async function migrationNames(): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => /^\d{4}-[\w-]+\.ts$/.test(file))
    .map((file) => file.slice(0, -3))
    .sort()
}

/** @throws AppError when the server lacks what the tables and queries need */
export async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  const version = rows[0]?.version ?? ''
  if (Number.parseInt(version, 10) < oldest)
    throw new AppError(
      'bad_setting',
      `DATABASE_URL leads to PostgreSQL ${version}: version ${oldest} or later is needed`,
    )
}

async function refuseNewerDatabase(client: pg.Client): Promise<void> {
  const { rows: tables } = await client.query(
    `select to_regclass('app.kysely_migration') is not null as there`,
  )
  if (!tables[0]?.there) return
  const known = new Set(await migrationNames())
  const { rows } = await client.query<{ name: string }>('select name from app.kysely_migration order by name')
  const unknown = rows.find((row) => !known.has(row.name))
  if (unknown)
    throw new AppError(
      'conflict',
      `The database was used by a newer release (it has ${unknown.name}): run that release or a later one; to go back, restore a backup made before the update`,
    )
}
