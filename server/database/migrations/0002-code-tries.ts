import { type Kysely, sql } from 'kysely'

/**
 * Wrong codes are counted by who tried, not by conversation: erasing one's data, or opening another page, must not
 * clear the count. Both are keyed hashes; the rows are deleted after a day.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop table code_try`.execute(db)
  await sql`
    create table code_try (
      id bigint generated always as identity primary key,
      who text not null,
      via text,
      at timestamptz not null default now()
    )`.execute(db)
  await sql`create index code_try_at on code_try (at)`.execute(db)
}
