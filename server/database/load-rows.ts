import pg from 'pg'
import { AppError } from '../errors.ts'
import { cutOff, endMark, endShape, type Manifest, tableMark } from './backup-format.ts'

/** Rows go in by the statement; one holds at most this many characters, or one row. */
const statementSize = 1_000_000

/**
 * Puts the rows of a backup into the tables, which are empty and have their sequences at the start.
 * @param client inside a transaction
 * @param lines those after the manifest
 * @returns rows by table
 * @throws AppError when the file is not whole
 */
export async function loadRows(
  client: pg.Client,
  file: string,
  manifest: Manifest,
  lines: AsyncIterable<string>,
): Promise<Record<string, number>> {
  const putBack = await liftConstraints(client)
  const rows: Record<string, number> = {}
  let table: Manifest['tables'][number] | undefined
  let batch: string[] = []
  let size = 0
  let end: string | undefined
  for await (const line of lines) {
    if (line.startsWith('#') || size > statementSize) {
      if (table) await insert(client, table, batch)
      batch = []
      size = 0
    }
    if (line.startsWith(endMark)) end = line.slice(endMark.length)
    else if (line.startsWith(tableMark)) {
      table = manifest.tables.find(({ name }) => `${tableMark}${name}` === line)
      if (table) rows[table.name] = 0
    } else if (table) {
      batch.push(line)
      size += line.length
      rows[table.name] = (rows[table.name] ?? 0) + 1
    }
  }
  if (end === undefined) throw cutOff(file)
  compare(file, endShape.parse(JSON.parse(end)).rows, rows)
  for (const { name, value } of manifest.sequences)
    await client.query('select setval($1::regclass, $2::bigint)', [`app.${pg.escapeIdentifier(name)}`, value])
  await putBack()
  return rows
}

async function insert(client: pg.Client, table: Manifest['tables'][number], batch: string[]): Promise<void> {
  if (batch.length === 0) return
  const name = `app.${pg.escapeIdentifier(table.name)}`
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ')
  await client.query(
    `insert into ${name} (${columns}) overriding system value
     select ${columns} from json_populate_recordset(null::${name}, $1::json)`,
    [`[${batch.join(',')}]`],
  )
}

/** Takes foreign keys and triggers away while rows come in whatever order. @returns puts the keys back, checked */
async function liftConstraints(client: pg.Client): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'app'::regnamespace and conparentid = 0`,
  )
  const { rows: triggers } = await client.query<{ table: string }>(
    `select distinct tgrelid::regclass::text as table from pg_trigger t join pg_class c on c.oid = tgrelid
     where not tgisinternal and c.relnamespace = 'app'::regnamespace`,
  )
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`)
  for (const { table } of triggers) await client.query(`alter table ${table} disable trigger user`)
  return async () => {
    for (const { table, name, definition } of keys)
      await client.query(`alter table ${table} add constraint ${name} ${definition}`)
    for (const { table } of triggers) await client.query(`alter table ${table} enable trigger user`)
  }
}

function compare(file: string, promised: Record<string, number>, found: Record<string, number>): void {
  for (const [table, count] of Object.entries(promised))
    if (found[table] !== count)
      throw new AppError(
        'bad_data',
        `${file} is damaged: ${found[table] ?? 0} of ${count} rows of ${table} are there`,
      )
}
