import { type Kysely, sql } from 'kysely'

/**
 * Conversations, what came in, what goes out, and what is planned for them. Tables go to the first schema of
 * the search path (`app`). The shapes are told in `../schema.ts`; here is why they are indexed as they are.
 *
 * A row of `inbox` and `outbox` is written twice, and every index it stands in costs each time: so they are found by
 * their conversation alone, and an `id` has no index of its own.
 *
 * JSON is `json`, not `jsonb`: it is never searched inside, and comes back exactly as it was written.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table process (
      id bigint generated always as identity primary key,
      started_at timestamptz not null default now()
    )`.execute(db)

  // No index names `state` or `active_at`, and pages keep room: the update that every turn makes stays on its
  // page and touches no index.
  await sql`
    create table conversation (
      id bigint generated always as identity primary key,
      channel text not null check (channel in ('telegram', 'zalo_oa', 'zalo_personal', 'web', 'terminal')),
      account text not null,
      chat text not null,
      is_group boolean not null default false,
      pseudonym text not null default gen_random_uuid()::text,
      state json,
      blocked_at timestamptz,
      created_at timestamptz not null default now(),
      active_at timestamptz not null default now(),
      unique (channel, account, chat)
    ) with (fillfactor = 70)`.execute(db)

  await sql`
    create table inbox (
      id bigint generated always as identity,
      conversation_id bigint not null references conversation on delete cascade,
      channel text not null,
      account text not null,
      external_id text not null,
      event json,
      status text not null default 'new' check (status in ('new', 'done', 'set_aside')),
      attempts integer not null default 0,
      failure text,
      received_at timestamptz not null default now(),
      done_at timestamptz,
      primary key (conversation_id, id),
      unique (channel, account, external_id)
    )`.execute(db)
  // What lanes look for; holds only what waits.
  await sql`create index inbox_new on inbox (conversation_id, id) where status = 'new'`.execute(db)
  await sql`create index inbox_set_aside on inbox (id) where status = 'set_aside'`.execute(db)
  // What retention looks for. Rows come in by time, so a few bytes a block tell as much as an entry a row would.
  await sql`create index inbox_text on inbox using brin (received_at)`.execute(db)

  // `owner` and `inbox_id` are no foreign keys: a process's row may be gone while its number still tells that it
  // is dead, and both tables go with their conversation anyway. A row that is `pending` with an owner lies in that
  // process's hand behind another one; only what is `sending` may have been sent.
  await sql`
    create table outbox (
      id bigint generated always as identity,
      conversation_id bigint not null references conversation on delete cascade,
      inbox_id bigint,
      reply json,
      replaces text,
      status text not null check (status in ('pending', 'sending', 'sent', 'failed', 'held')),
      owner bigint,
      attempts integer not null default 0,
      unknown_outcomes integer not null default 0,
      not_before timestamptz,
      external_id text,
      failure text,
      created_at timestamptz not null default now(),
      settled_at timestamptz,
      primary key (conversation_id, id),
      check (status <> 'sending' or owner is not null),
      check (owner is null or status in ('pending', 'sending'))
    )`.execute(db)
  // What senders look for, in the order each conversation gets it.
  await sql`
    create index outbox_unfinished on outbox (conversation_id, id)
      where status in ('pending', 'sending', 'held')`.execute(db)
  await sql`create index outbox_text on outbox using brin (created_at)`.execute(db)

  await sql`
    create table reminder (
      id bigint generated always as identity primary key,
      conversation_id bigint not null references conversation on delete cascade,
      about text not null,
      text text not null,
      due_at timestamptz not null,
      status text not null default 'planned' check (status in ('planned', 'sent', 'skipped', 'cancelled')),
      settled_at timestamptz
    )`.execute(db)
  await sql`create index reminder_conversation on reminder (conversation_id)`.execute(db)
  await sql`
    create unique index reminder_planned on reminder (conversation_id, about) where status = 'planned'`.execute(
    db,
  )
  await sql`create index reminder_due on reminder (due_at) where status = 'planned'`.execute(db)

  await sql`
    create table resume_code (
      code text primary key,
      place json not null,
      conversation_id bigint not null references conversation on delete cascade,
      expires_at timestamptz not null,
      used_at timestamptz
    )`.execute(db)
  await sql`create index resume_code_conversation on resume_code (conversation_id)`.execute(db)

  await sql`
    create table code_try (
      id bigint generated always as identity primary key,
      conversation_id bigint not null references conversation on delete cascade,
      at timestamptz not null default now()
    )`.execute(db)
  await sql`create index code_try_recent on code_try (conversation_id, at)`.execute(db)

  await sql`create table setting (key text primary key, value text not null)`.execute(db)
}
