import { type Kysely, sql } from 'kysely'

/**
 * One person on several channels: which conversations are one person's, and the questions by which they became so.
 *
 * Who belongs to a person stands in a table of its own and not in `conversation`: a turn holds the rows of its
 * conversations to its end, so writing into the other side's row could make two turns wait for each other. A row
 * here only takes a key share of its conversation, which a turn does not stand in the way of. Erasing a
 * conversation takes it out of its person, and its questions with it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table person_member (
      conversation_id bigint primary key references conversation on delete cascade,
      person text not null,
      joined_at timestamptz not null
    )`.execute(db)
  await sql`create index person_member_person on person_member (person)`.execute(db)
  await sql`
    create table join_offer (
      id bigint generated always as identity primary key,
      conversation_id bigint not null references conversation on delete cascade,
      other_id bigint not null references conversation on delete cascade,
      agreed boolean not null,
      asked_at timestamptz not null,
      check (conversation_id <> other_id)
    )`.execute(db)
  // One open question between two, whoever of them is asked; a newer one takes its place.
  await sql`
    create unique index join_offer_pair on join_offer (
      least(conversation_id, other_id), greatest(conversation_id, other_id))`.execute(db)
  await sql`create index join_offer_conversation on join_offer (conversation_id)`.execute(db)
  await sql`create index join_offer_other on join_offer (other_id)`.execute(db)
  // A flood of one kind of guesses must not lock out the other's.
  await sql`
    alter table code_try add column kind text not null default 'resume' check (kind in ('resume', 'chat'))`.execute(
    db,
  )
}
