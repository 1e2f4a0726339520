import pg from 'pg'
import { startEmbedded } from '../../../server/database/embedded/start-embedded.ts'
import { createLog } from '../../../server/log.ts'
import type { Installation } from '../../support/start-server.ts'

/** Runs with a connection to the installation's database, beside its server or without it. */
export async function lookIntoDatabase<T>(
  { dataDir, settings }: Installation,
  look: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const embedded = settings.DATABASE_URL
    ? undefined
    : await startEmbedded({ dataDir, log: createLog('silent') })
  const client = new pg.Client(embedded?.connection ?? { connectionString: settings.DATABASE_URL })
  try {
    await client.connect()
    await client.query('set search_path to app')
    return await look(client)
  } finally {
    await client.end()
    await embedded?.release()
  }
}

/** Every row of every table, as text. */
export function readEverything(installation: Installation): Promise<string> {
  return lookIntoDatabase(installation, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const texts: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      texts.push(...rows.map(({ row }) => `${name} ${row}`))
    }
    return texts.join('\n')
  })
}
