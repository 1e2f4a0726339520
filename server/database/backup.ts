import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { lstat, open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { AppError } from '../errors.ts'
import { fingerprint } from '../secret.ts'
import { currentVersion, endMark, type Manifest, tableMark } from './backup-format.ts'
import { withSession } from './connect.ts'
import { listTables } from './list-tables.ts'

export interface BackupReport {
  file: string
  createdAt: string
  /** Rows by table. */
  rows: Record<string, number>
}

/** A row may hold a text of 100,000 characters; this many at a time stay small. One with a file is large by itself. */
const rowsAtOnce = { usual: 200, withFile: 1 }
/** The name of a column that holds a file. */
const fileColumn = 'bytes'

/**
 * Writes all data as of one instant into one file, readable by this account alone, while the server goes on.
 * The file appears when it is whole. To be of use it needs the same SECRET_KEY.
 * @param file replaced when it exists
 * @param now ISO 8601, for the record
 */
export async function backup({
  connection,
  file,
  secret,
  now,
}: {
  connection: pg.ClientConfig
  file: string
  secret: Buffer
  now: string
}): Promise<BackupReport> {
  const target = resolve(file)
  const scratch = `${target}.${randomUUID()}`
  await refuseDevice(target)
  const client = new pg.Client(withSession(connection))
  const { promise: broken, reject } = Promise.withResolvers<never>()
  broken.catch(() => {})
  client.on('error', reject)
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read, read only')
    const manifest = await describe(client, secret, now)
    const rows: Record<string, number> = {}
    const lines = Readable.from(writeLines(client, manifest, rows))
    const written = pipeline(
      lines,
      createGzip(),
      createWriteStream(scratch, { mode: 0o600, flags: 'wx', flush: true }),
    )
    await Promise.race([written, broken])
    await rename(scratch, target)
    await syncFolder(dirname(target))
    return { file: target, createdAt: now, rows }
  } catch (cause) {
    await rm(scratch, { force: true })
    throw explain(target, cause as NodeJS.ErrnoException)
  } finally {
    await client.end().catch(() => {})
  }
}

async function describe(client: pg.Client, secret: Buffer, now: string): Promise<Manifest> {
  const migrations = await client.query<{ name: string }>(
    'select name from app.kysely_migration order by name',
  )
  const sequences = await client.query<{ name: string; value: string }>(
    `select sequencename as name, last_value as value from pg_sequences
     where schemaname = 'app' and last_value is not null order by 1`,
  )
  return {
    format: 'mot-cua backup',
    version: currentVersion,
    createdAt: now,
    migrations: migrations.rows.map((row) => row.name),
    secretFingerprint: fingerprint(secret),
    tables: await listTables(client),
    sequences: sequences.rows,
  }
}

async function* writeLines(
  client: pg.Client,
  manifest: Manifest,
  rows: Record<string, number>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(manifest)}\n`
  for (const { name, columns } of manifest.tables) {
    yield `${tableMark}${name}\n`
    const chosen = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
    await client.query(
      `declare rows no scroll cursor for
       select row_to_json(r)::text as line from (select ${chosen} from app.${pg.escapeIdentifier(name)}) r`,
    )
    let count = 0
    const atOnce = columns.includes(fileColumn) ? rowsAtOnce.withFile : rowsAtOnce.usual
    for (;;) {
      const page = await client.query<{ line: string }>(`fetch ${atOnce} from rows`)
      if (page.rows.length === 0) break
      count += page.rows.length
      // A stored JSON document may hold line breaks, between its parts only, where a space means the same.
      yield page.rows.map(({ line }) => `${line.replaceAll(/[\r\n]/g, ' ')}\n`).join('')
    }
    await client.query('close rows')
    rows[name] = count
  }
  yield `${endMark}${JSON.stringify({ rows })}\n`
}

/** The file takes the place of what is there, which must not be a device such as `/dev/stdout`. */
async function refuseDevice(target: string): Promise<void> {
  const stats = await lstat(target).catch(() => null)
  if (stats && !stats.isFile())
    throw new AppError('bad_usage', `${target} is not a file: name a file, which is made or replaced`)
}

/** So that the new name survives a power cut. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

function explain(file: string, cause: NodeJS.ErrnoException): Error {
  if (cause.syscall === undefined) return cause
  const why = cause.code === 'ENOSPC' ? 'the disk is full' : cause.code
  return new AppError('unavailable', `The backup could not be written to ${file}: ${why}`, { cause })
}
