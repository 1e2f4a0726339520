import { type Kysely, sql } from 'kysely'

/**
 * Dossiers with their history, who may see and follow which, what is to be told of them, and the log of who looked.
 *
 * Of a phone number only a keyed hash and two digits are kept, of an identity number nothing but its part in a keyed
 * hash of the code and both last fours: whoever reads the tables learns no number.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table dossier (
      id bigint generated always as identity primary key,
      code text not null unique,
      unit text,
      procedure text,
      applicant text,
      phone_hash text,
      phone_last2 text,
      contact_source text,
      proof_hash text,
      status smallint not null check (status between 1 and 10),
      status_at timestamptz not null,
      status_by text not null default 'seen' check (status_by in ('said', 'seen', 'corrected')),
      received_at timestamptz,
      due_at timestamptz,
      promised_at timestamptz,
      finished_at timestamptz,
      returned_at timestamptz,
      papers jsonb,
      supply_by timestamptz,
      fee_due bigint,
      apology_at timestamptz,
      note text,
      result text,
      source text not null,
      as_of timestamptz,
      fingerprint text not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`create index dossier_phone on dossier (phone_hash, id) where phone_hash is not null`.execute(db)
  // Whether a phone opens a code, by an expression that serves nothing else: so that no plan reads all of that phone, or
  // goes by the code, which would tell codes that exist from others by their time.
  await sql`
    create index dossier_phone_code on dossier ((phone_hash || code)) where phone_hash is not null`.execute(
    db,
  )
  await sql`create index dossier_proof on dossier (proof_hash) where proof_hash is not null`.execute(db)
  await sql`create index dossier_received on dossier (coalesce(received_at, created_at))`.execute(db)

  // Every status it had, and every change of its due date; `at` is the source's time, `recorded_at` ours.
  await sql`
    create table dossier_change (
      id bigint generated always as identity primary key,
      dossier_id bigint not null references dossier on delete cascade,
      at timestamptz not null,
      recorded_at timestamptz not null,
      status smallint not null check (status between 1 and 10),
      due_at timestamptz,
      source text not null,
      note text
    )`.execute(db)
  await sql`create index dossier_change_dossier on dossier_change (dossier_id, at)`.execute(db)

  // What one source says and another denies, until an operator has settled it.
  await sql`
    create table dossier_disagreement (
      id bigint generated always as identity primary key,
      dossier_id bigint not null references dossier on delete cascade,
      field text not null,
      ours text,
      ours_source text not null,
      theirs text,
      theirs_source text not null,
      seen_at timestamptz not null,
      settled_at timestamptz
    )`.execute(db)
  await sql`
    create index dossier_disagreement_seen on dossier_disagreement (seen_at, id)
      where settled_at is null`.execute(db)
  await sql`
    create unique index dossier_disagreement_open on dossier_disagreement (dossier_id, field, theirs_source)
      where settled_at is null`.execute(db)
  await sql`create index dossier_disagreement_dossier on dossier_disagreement (dossier_id, field)`.execute(db)

  // How far a source that is asked has been read, and when it may be asked again.
  await sql`
    create table dossier_cursor (
      source text primary key,
      cursor text,
      failures integer not null default 0,
      failing_since timestamptz,
      not_before timestamptz,
      read_at timestamptz
    )`.execute(db)

  await sql`
    create table dossier_slip (
      hash text primary key,
      dossier_id bigint not null references dossier on delete cascade,
      expires_at timestamptz not null,
      used_at timestamptz
    )`.execute(db)
  await sql`create index dossier_slip_dossier on dossier_slip (dossier_id)`.execute(db)

  await sql`
    create table proven_phone (
      conversation_id bigint primary key references conversation on delete cascade,
      phone_hash text not null,
      phone_last2 text not null,
      proven_at timestamptz not null
    )`.execute(db)
  await sql`create index proven_phone_hash on proven_phone (phone_hash)`.execute(db)

  // `tells`: whether changes are told, and whether at night too. `notice_at`: when the clock may have something to say
  // next; a follow that was never looked at is due at once, whoever makes it.
  await sql`
    create table dossier_follow (
      id bigint generated always as identity primary key,
      conversation_id bigint not null references conversation on delete cascade,
      dossier_id bigint not null references dossier on delete cascade,
      proved_by text not null check (proved_by in ('slip', 'phone', 'digits')),
      tells text not null check (tells in ('no', 'day', 'at_once')),
      followed_at timestamptz not null,
      ended_at timestamptz,
      notice_at timestamptz default '-infinity',
      notices text[] not null default '{}',
      unique (conversation_id, dossier_id)
    )`.execute(db)
  await sql`create index dossier_follow_dossier on dossier_follow (dossier_id)`.execute(db)
  await sql`
    create index dossier_follow_notice on dossier_follow (notice_at)
      where notice_at is not null and ended_at is null and tells <> 'no'`.execute(db)

  // One row for what a follower is to be told: planned, handed to the outbox, and then how that ended. The last
  // conversation of `tried` is the one that `outbox_id` is of; without a `notice` it is told that something changed.
  await sql`
    create table dossier_push (
      id bigint generated always as identity primary key,
      follow_id bigint not null references dossier_follow on delete cascade,
      due_at timestamptz not null,
      channel text not null,
      notice text,
      status text not null check (status in ('planned', 'handed', 'sent', 'merged', 'skipped', 'failed')),
      outbox_id bigint,
      tried bigint[] not null default '{}',
      planned_at timestamptz not null,
      handed_at timestamptz,
      settled_at timestamptz
    )`.execute(db)
  await sql`create index dossier_push_follow on dossier_push (follow_id)`.execute(db)
  await sql`
    create unique index dossier_push_planned on dossier_push (follow_id) where status = 'planned'`.execute(db)
  await sql`create index dossier_push_due on dossier_push (channel, due_at) where status = 'planned'`.execute(
    db,
  )
  await sql`create index dossier_push_handed on dossier_push (outbox_id) where status = 'handed'`.execute(db)
  await sql`
    create index dossier_push_paced on dossier_push (channel, handed_at)
      where handed_at is not null`.execute(db)

  // A photo whose code is still to be read; the picture itself is never here. `owner` as in `outbox`.
  await sql`
    create table photo_reading (
      id bigint generated always as identity primary key,
      conversation_id bigint not null references conversation on delete cascade,
      image text not null,
      owner bigint,
      attempts integer not null default 0,
      asked_at timestamptz not null
    )`.execute(db)
  await sql`create index photo_reading_conversation on photo_reading (conversation_id)`.execute(db)

  // Wrong dossier codes are counted per code too, whether there is such a dossier or not. `open`: a code was typed, and
  // the first digits that are given for it belong to the same try.
  await sql`alter table code_try drop constraint code_try_kind_check`.execute(db)
  await sql`
    alter table code_try add column what text, add column open boolean not null default false,
      add constraint code_try_kind_check check (kind in ('resume', 'chat', 'slip', 'dossier'))`.execute(db)
  // Each count has an index that serves nothing else (that of all by an expression of theirs alone), so that no plan can
  // read everybody's tries for one person's.
  await sql`drop index code_try_at`.execute(db)
  await sql`create index code_try_at on code_try (at) where kind <> 'dossier'`.execute(db)
  await sql`create index code_try_dossier on code_try ((at at time zone 'UTC')) where kind = 'dossier'`.execute(
    db,
  )
  await sql`create index code_try_who on code_try (who, at) where kind = 'dossier'`.execute(db)
  await sql`create index code_try_via on code_try (via, at) where kind = 'dossier'`.execute(db)
  await sql`create index code_try_what on code_try (what, at) where kind = 'dossier'`.execute(db)

  // Who looked at what. Appended by anyone; `seq` and `hash` are put in once, by the sealer, and then nothing changes.
  await sql`
    create table audit_entry (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      actor text not null,
      action text not null,
      subject text,
      detail jsonb,
      seq bigint unique,
      hash text,
      check ((seq is null) = (hash is null))
    )`.execute(db)
  await sql`create index audit_entry_unsealed on audit_entry (id) where seq is null`.execute(db)
  await sql`create index audit_entry_subject on audit_entry (subject) where subject is not null`.execute(db)
  await sql`
    create function audit_is_kept() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.seq is null and new.seq is not null
        and (new.id, new.at, new.actor, new.action, new.subject, new.detail)
          is not distinct from (old.id, old.at, old.actor, old.action, old.subject, old.detail) then
        return new;
      end if;
      raise exception 'the audit log is only added to';
    end $$`.execute(db)
  await sql`
    create trigger audit_entry_kept before update or delete on audit_entry
      for each row execute function audit_is_kept()`.execute(db)
  await sql`
    create trigger audit_entry_whole before truncate on audit_entry
      for each statement execute function audit_is_kept()`.execute(db)
}
