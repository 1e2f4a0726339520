import { type Kysely, sql } from 'kysely'

/**
 * Officials and the chats they have proved to be theirs, neighbourhood groups, group chats that belong to a unit or
 * one of its neighbourhood groups, operators' links to pages, and what operators were alerted to.
 *
 * Codes and tokens are kept as hashes: whoever reads the tables can use none of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // `unit` is a slug, or `all` for the city.
  await sql`
    create table official (
      id bigint generated always as identity primary key,
      name text not null,
      unit text not null,
      role text not null check (
        role in ('chair', 'secretary', 'official', 'communicator', 'approver', 'operator', 'head')),
      phone text,
      email text,
      created_at timestamptz not null,
      left_at timestamptz
    )`.execute(db)
  // One chat is one official's; an official may use several.
  await sql`
    create table official_chat (
      conversation_id bigint primary key references conversation on delete cascade,
      official_id bigint not null references official on delete cascade,
      linked_at timestamptz not null
    )`.execute(db)
  await sql`create index official_chat_official on official_chat (official_id)`.execute(db)
  await sql`
    create table neighbourhood_group (
      id bigint generated always as identity primary key,
      unit text not null,
      name text not null,
      head bigint references official on delete set null,
      join_code text not null unique,
      created_at timestamptz not null,
      unique (unit, name)
    )`.execute(db)
  // What a code does once it is typed: makes its official of a chat, or binds a group chat.
  await sql`
    create table chat_code (
      hash text primary key,
      official_id bigint references official on delete cascade,
      unit text,
      group_id bigint references neighbourhood_group on delete cascade,
      expires_at timestamptz not null,
      used_at timestamptz,
      check ((official_id is null) <> (unit is null))
    )`.execute(db)
  await sql`
    create table bound_chat (
      conversation_id bigint primary key references conversation on delete cascade,
      unit text not null,
      group_id bigint references neighbourhood_group on delete set null,
      bound_at timestamptz not null
    )`.execute(db)
  // An operator's way to a page of the server: by the hash of its token, an hour long and once.
  await sql`
    create table operator_link (
      hash text primary key,
      page text not null,
      expires_at timestamptz not null,
      used_at timestamptz
    )`.execute(db)
  await sql`
    create table alert (
      key text primary key,
      raised_at timestamptz not null,
      told_at timestamptz
    )`.execute(db)
}
