import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Log } from '../log.ts'
import { parseValue } from './parse-value.ts'
import type { Database } from './schema.ts'

/** The `application_name` of a running server's connections; `restore` refuses while there are any. */
export const serverName = 'mot-cua server'

export interface Connected {
  db: Kysely<Database>
  pool: pg.Pool
  close(): Promise<void>
}

/**
 * What a turn does to the database it does by key, a few dozen rows a statement, whatever the tables hold. Its
 * statements have names, so that PostgreSQL may keep their plans, and the planner may only go by index: a plan made
 * while a table was new and small would read all of it, and be kept while it grows.
 */
const byKey = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off'

/** The process's identity, two batches of turns and what they write beside them, storing, results, and fetching. */
const turnConnections = 8

/** The pool for the way of a message, whose statements find their rows by key. */
export function connectForTurns(connection: pg.ClientConfig, log: Log): pg.Pool {
  return createPool(withSession(connection, byKey), log, turnConnections)
}

/**
 * Opens a pool on the database. Connections are made when needed and again after they were lost; a database
 * that goes away fails the queries under way and nothing else.
 * @param max most connections at once
 */
export function connect(connection: pg.ClientConfig, log: Log, { max = 10 } = {}): Connected {
  const pool = createPool(withSession(connection), log, max)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}

function createPool(connection: pg.ClientConfig, log: Log, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max,
    // Queries of one client are sent as they come, not each when the last is answered.
    pipeline: true,
    // Each connection of the embedded server costs memory; a new one takes a few milliseconds.
    idleTimeoutMillis: 20_000,
    query_timeout: 30_000,
  })
  // A connection that breaks between two queries tells it by an event; without a listener it would be thrown.
  pool.on('connect', (client) =>
    client.on('error', (err) => log.debug({ err }, 'a database connection broke')),
  )
  pool.on('error', (err) => {
    // What is being closed may well be told that the server stops: nobody waits for it any more.
    if (!pool.ending) log.warn({ err }, 'an idle database connection broke')
  })
  return pool
}

/** What every session of ours agrees on: where names are looked up, UTC, and how values come out. */
export function withSession(connection: pg.ClientConfig, besides?: string): pg.ClientConfig {
  const always = '-c search_path=app,bullmq -c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601'
  const ours = join(always, besides)
  const common = {
    application_name: 'mot-cua',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: parseValue },
  }
  if (connection.connectionString === undefined)
    return { ...common, ...connection, options: join(connection.options, ours) }
  // What stands in the address outranks everything beside it, so our options have to be put into it.
  const url = new URL(connection.connectionString)
  url.searchParams.set('options', join(url.searchParams.get('options'), ours))
  return { ...common, ...connection, connectionString: url.href }
}

function join(...options: (string | null | undefined)[]): string {
  return options.filter(Boolean).join(' ')
}
