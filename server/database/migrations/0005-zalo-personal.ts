import { type Kysely, sql } from 'kysely'

/**
 * What the Zalo personal account must not forget over a restart: how far messages were taken in, and how much the
 * account has written to whom, since Zalo counts on as well.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Everything up to `message` is stored; none yet at the first login, when `at` alone says where it begins.
  await sql`
    create table zalo_personal_cursor (
      account text not null,
      thread text not null check (thread in ('user', 'group')),
      message text,
      at timestamptz not null,
      primary key (account, thread)
    )`.execute(db)
  await sql`
    create table zalo_personal_guard (
      account text primary key,
      state json not null
    )`.execute(db)
  // People who are no friends and were written to on a day, by a keyed hash. Rows of past days are deleted.
  await sql`
    create table zalo_personal_stranger (
      account text not null,
      day date not null,
      who text not null,
      at timestamptz not null,
      primary key (account, day, who)
    )`.execute(db)
}
