import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { AppError } from '../errors.ts'
import type { Log } from '../log.ts'
import { fingerprint } from '../secret.ts'
import { applyErasures } from './apply-erasures.ts'
import { currentVersion, cutOff, damaged, type Manifest, manifestShape, readBackup } from './backup-format.ts'
import { serverName, withSession } from './connect.ts'
import { isDatabaseAway } from './is-database-away.ts'
import { listTables } from './list-tables.ts'
import { loadRows } from './load-rows.ts'
import { createMigrator, lockMigrations, migrationNames, refuseOldServer } from './migrate.ts'
import { pauseAnnouncements } from './pause-announcements.ts'
import type { Database } from './schema.ts'

export interface RestoreReport {
  /** When the backup was made. */
  createdAt: string
  /** Rows by table, as they are in the backup. */
  rows: Record<string, number>
  /** Conversations that were erased since the backup, and have been erased again. */
  erased: number
  /** Ids of announcements that were under way. */
  paused: string[]
}

export interface RestoreOptions {
  connection: pg.ClientConfig
  file: string
  secret: Buffer
  /** Where the journal of erasures lies. */
  dataDir: string
  /** Replace what the database holds. */
  force: boolean
  log: Log
}

/**
 * Brings the database to what a backup holds, less what people had erased since, on this release's tables. All
 * in one transaction: it is done, or nothing has changed.
 * @throws AppError when the file is not a whole backup, needs another SECRET_KEY or a newer release, a server
 *   runs on the database, or the database holds data and `force` is not given
 */
export async function restore({
  connection,
  file,
  secret,
  dataDir,
  force,
  log,
}: RestoreOptions): Promise<RestoreReport> {
  const lines = readBackup(file)
  const client = new pg.Client(withSession(connection))
  client.on('error', (err) => log.warn({ err }, 'the connection to the database broke'))
  try {
    const manifest = await readManifest(file, lines, secret)
    await client.connect()
    await refuseOldServer(client)
    await lockMigrations(client)
    await client.query('begin')
    await refuseRunningServer(client)
    if (!force) await refuseData(client)
    // The queues are wake-ups for rows; the next start makes them anew.
    await client.query('drop schema if exists bullmq, app cascade')
    await client.query('create schema app')
    const migrator = createMigrator(within(client), { inTransaction: true })
    await finish(migrator.migrateTo(manifest.migrations.at(-1) ?? ''))
    const read = { lines: 1 }
    const rows = await loadRows(client, file, manifest, count(lines, read)).catch((error) => {
      throw error instanceof AppError || isDatabaseAway(error) ? error : damaged(file, read.lines, error)
    })
    const erased = await applyErasures(client, { dataDir, secret }, log)
    await finish(migrator.migrateToLatest())
    const paused = await pauseAnnouncements(client)
    await client.query('commit')
    return { createdAt: manifest.createdAt, rows, erased, paused }
  } finally {
    await lines.return(undefined)
    await client.end().catch(() => {})
  }
}

async function* count(lines: AsyncIterable<string>, read: { lines: number }): AsyncGenerator<string> {
  for await (const line of lines) {
    read.lines++
    yield line
  }
}

async function readManifest(file: string, lines: AsyncGenerator<string>, secret: Buffer): Promise<Manifest> {
  const { value, done } = await lines.next()
  if (done) throw cutOff(file)
  const parsed = manifestShape.safeParse(parse(value))
  if (!parsed.success) throw new AppError('bad_data', `${file} is not a backup made by \`cli backup\``)
  const manifest = parsed.data
  const known = new Set(await migrationNames())
  if (manifest.version > currentVersion || !manifest.migrations.every((name) => known.has(name)))
    throw new AppError(
      'conflict',
      `${file} was made by a newer release: restore it with that release or a later one`,
    )
  if (manifest.secretFingerprint !== fingerprint(secret))
    throw new AppError(
      'bad_setting',
      `${file} needs the SECRET_KEY it was made with: set it, or bring back the file DATA_DIR/secret of that server`,
    )
  return manifest
}

async function refuseRunningServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    'select from pg_stat_activity where datname = current_database() and application_name = $1 limit 1',
    [serverName],
  )
  if (rows.length > 0)
    throw new AppError('conflict', 'The server runs on this database: stop it, restore, and start it again')
}

async function refuseData(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regnamespace('app') is not null as there`,
  )
  if (!rows[0]?.there) return
  for (const { name } of await listTables(client)) {
    // Settings are there as soon as a server or a command has looked at the database.
    if (name === 'setting') continue
    const found = await client.query(`select from app.${pg.escapeIdentifier(name)} limit 1`)
    if (found.rows.length > 0)
      throw new AppError(
        'conflict',
        `The database holds data already (${name}): restore into an empty one, or replace all of it with --force`,
      )
  }
}

/** Lets migrations run inside the client's transaction. */
function within(client: pg.Client): Kysely<Database> {
  const borrowed = { query: client.query.bind(client), release: () => {} }
  const pool = { connect: async () => borrowed, end: async () => {}, options: {} }
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

async function finish(migration: Promise<{ error?: unknown }>): Promise<void> {
  const { error } = await migration
  if (error) throw error
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
