import type pg from 'pg'

export interface Table {
  name: string
  /** Those that can be written: generated ones come by themselves. */
  columns: string[]
}

/** Tables whose rows mean nothing outside the running system, or are made by the migrations. */
const skipped = ['process', 'channel_slot', 'channel_share', 'kysely_migration', 'kysely_migration_lock']

/** The tables of the `app` schema that hold data worth keeping, by name. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname::text as name,
       array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> all ($1)
     group by c.relname order by c.relname`,
    [skipped],
  )
  return rows
}
