import { type Kysely, sql } from 'kysely'

/**
 * Who follows what, announcements with their history and files, one row for each recipient, and the pace of channels
 * that all processes keep together.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // One row a conversation: whoever is concerned by an announcement is found by one scan in the order of conversations.
  // A row stays when somebody stops, so that what was planned before is known to be unwanted, and why.
  await sql`
    create table follower (
      conversation_id bigint primary key references conversation on delete cascade,
      units text[] not null default '{}',
      groups bigint[] not null default '{}',
      topics text[] not null,
      followed_at timestamptz not null,
      stopped_at timestamptz
    )`.execute(db)
  await sql`create index follower_groups on follower using gin (groups) where stopped_at is null`.execute(db)
  await sql`create index follower_stopped on follower (stopped_at) where stopped_at is not null`.execute(db)

  // `version` counts edits; an approval is of one version. `planned_up_to`: recipients up to this conversation are
  // planned, null before the first page; `planned_at`: all of them are. `recipients`: how many were counted when it was
  // written. `look_again_at`: when a halted canary is tried again. `counts`: what is left of its recipients once their
  // rows are gone.
  await sql`
    create table announcement (
      id bigint generated always as identity primary key,
      state text not null check (state in
        ('draft', 'scheduled', 'waiting', 'sending', 'paused', 'stopped', 'sent', 'expired')),
      unit text not null,
      author bigint not null references official,
      title text not null,
      text text not null,
      topic text not null,
      audience jsonb not null,
      urgent text,
      canary boolean not null default true,
      at timestamptz,
      expires_at timestamptz,
      recipients integer not null,
      link jsonb,
      event jsonb,
      poll jsonb,
      corrects bigint references announcement,
      version integer not null default 1,
      submitted_version integer,
      approver bigint references official,
      approved_at timestamptz,
      planned_up_to bigint,
      planned_at timestamptz,
      pause text check (pause in ('asked', 'canary', 'unit_gone')),
      canary_tries integer not null default 0,
      look_again_at timestamptz,
      recall_asked_at timestamptz,
      began_at timestamptz,
      ended_at timestamptz,
      counts jsonb,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`
    create index announcement_under_way on announcement (state)
      where state in ('scheduled', 'waiting', 'sending', 'paused')`.execute(db)
  await sql`create index announcement_corrects on announcement (corrects) where corrects is not null`.execute(
    db,
  )
  // Those that count for what a person gets in a day.
  await sql`
    create index announcement_counted on announcement (coalesce(ended_at, 'infinity'))
      where began_at is not null and urgent is null and corrects is null`.execute(db)
  await sql`create index announcement_created on announcement (created_at)`.execute(db)
  await sql`create index announcement_listed on announcement (state, unit, id desc)`.execute(db)
  await sql`
    create index announcement_ended on announcement (ended_at) where counts is null`.execute(db)
  await sql`create index announcement_reduced on announcement (id) where counts is not null`.execute(db)
  // What may stand on the boards of a ward, or of all.
  await sql`
    create index announcement_on_board on announcement
      ((case when unit = 'all' or audience->'all' = 'true' then 'all' else unit end), began_at desc, id desc)
      where began_at is not null and recall_asked_at is null`.execute(db)
  await sql`
    create index announcement_recalled on announcement (id) where recall_asked_at is not null`.execute(db)

  await sql`
    create table announcement_history (
      id bigint generated always as identity primary key,
      announcement_id bigint not null references announcement on delete cascade,
      at timestamptz not null,
      official_id bigint references official,
      act text not null,
      version integer not null,
      detail jsonb
    )`.execute(db)
  await sql`create index announcement_history_announcement on announcement_history (announcement_id, id)`.execute(
    db,
  )

  // The bytes are here and not in a folder: a worker on another machine sends them, and a backup has them. A file that
  // came by a chat is fetched after the commit: until then `source` says where from (channel, account, ref), and there are
  // no bytes.
  await sql`
    create table announcement_file (
      id bigint generated always as identity primary key,
      announcement_id bigint not null references announcement on delete cascade,
      name text not null,
      type text not null,
      size integer not null,
      sha256 text,
      bytes bytea,
      source jsonb,
      attempts integer not null default 0,
      not_before timestamptz,
      failure text,
      signatures jsonb,
      added_at timestamptz not null
    )`.execute(db)
  await sql`create index announcement_file_announcement on announcement_file (announcement_id)`.execute(db)
  await sql`
    create index announcement_file_elsewhere on announcement_file (id)
      where source is not null and bytes is null and failure is null`.execute(db)

  // As what a channel account knows a file that was handed to it once; after `until` it knows it no more.
  await sql`
    create table announcement_upload (
      file_id bigint not null references announcement_file on delete cascade,
      channel text not null,
      account text not null,
      external_id text not null,
      until timestamptz,
      primary key (file_id, channel, account)
    )`.execute(db)

  // `wave`: 0 the canary until it is judged, 1 everybody else, 2 whose outcome is unknown, after all others. `owner` as in
  // `outbox`: one that is planned and has an owner is in hand and not begun. `reason` of one that is planned: why it was
  // put off; what waits for a quota has its `not_before` by the injected clock, anything else by the real one.
  // `parts_sent`: messages of the announcement that went out to this recipient; the outcome is that of the next one.
  // `tried`: places of the same person in which it was tried in vain. `external_id`: the channel's ids of its messages,
  // with commas between them; for what is read, the outbox row. `digest`: the row by whose message a held
  // one is told as well, or its own id when that carries others or is not to be held again; `owner` of such a held one:
  // it is in the message that is on its way.
  await sql`
    create table announcement_recipient (
      id bigint generated always as identity primary key,
      announcement_id bigint not null references announcement on delete cascade,
      conversation_id bigint references conversation on delete set null,
      channel text not null,
      account text not null,
      wave smallint not null default 1,
      status text not null default 'planned' check (status in
        ('planned', 'sending', 'sent', 'failed', 'skipped', 'held')),
      owner bigint,
      reason text,
      attempts integer not null default 0,
      unknown_outcomes smallint not null default 0,
      parts_sent smallint not null default 0,
      not_before timestamptz,
      external_id text,
      tried bigint[],
      digest bigint,
      settled_at timestamptz,
      delivered_at timestamptz,
      seen_at timestamptz,
      recalled_at timestamptz,
      unique (conversation_id, announcement_id)
    )`.execute(db)
  await sql`
    create index announcement_recipient_due on announcement_recipient (announcement_id, channel, account, wave, id)
      where status = 'planned'`.execute(db)
  await sql`
    create index announcement_recipient_in_hand on announcement_recipient (owner)
      where status = 'sending'`.execute(db)
  await sql`
    create index announcement_recipient_awaited on announcement_recipient (owner)
      where status = 'planned' and owner is not null`.execute(db)
  await sql`
    create index announcement_recipient_canary on announcement_recipient (announcement_id)
      where wave = 0`.execute(db)
  await sql`
    create index announcement_recipient_held on announcement_recipient (conversation_id)
      where status = 'held'`.execute(db)
  await sql`
    create index announcement_recipient_held_of on announcement_recipient (announcement_id)
      where status = 'held'`.execute(db)
  await sql`
    create index announcement_recipient_digest on announcement_recipient (digest)
      where digest <> id`.execute(db)
  await sql`
    create index announcement_recipient_settled on announcement_recipient (announcement_id, conversation_id)
      where status <> 'planned'`.execute(db)

  await sql`
    create table poll_answer (
      announcement_id bigint not null references announcement on delete cascade,
      conversation_id bigint not null references conversation on delete cascade,
      choice smallint not null,
      answered_at timestamptz not null,
      primary key (announcement_id, conversation_id)
    )`.execute(db)

  // A channel account takes so many messages in a window; each has a slot, which is free again a window after its
  // message has gone. `window_ms` is learnt; nothing goes out in bulk before `not_before`.
  await sql`
    create table channel_pace (
      channel text not null,
      account text not null,
      window_ms double precision not null,
      not_before timestamptz,
      eased_at timestamptz not null,
      primary key (channel, account)
    )`.execute(db)
  await sql`
    create table channel_slot (
      channel text not null,
      account text not null,
      no smallint not null,
      free_at timestamptz not null default '-infinity',
      primary key (channel, account, no)
    ) with (fillfactor = 50)`.execute(db)
  // What each process that uses a channel account says of itself, many times a second while it does: how many slots it
  // could use for what goes out in bulk, and the most replies it has sent in one window lately.
  await sql`
    create table channel_share (
      channel text not null,
      account text not null,
      process uuid not null,
      wants smallint not null,
      replies smallint not null,
      seen_at timestamptz not null,
      primary key (channel, account, process)
    ) with (fillfactor = 50)`.execute(db)

  // Who acts for them while they are away.
  await sql`alter table official add column deputy bigint references official`.execute(db)
}
