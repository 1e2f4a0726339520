import { type Kysely, sql } from 'kysely'

/**
 * Pairs of an access token and the refresh token that brings the next pair, for channels whose refresh tokens hold
 * once. The row is locked while a pair is exchanged for the next.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // `sealed` is the pair under a key of the secret; the fingerprint is of the refresh token in the settings that
  // was taken up, so that another one is told from it. `oa_id` is the Official Account that was connected.
  await sql`
    create table channel_token (
      channel text not null,
      account text not null,
      sealed text,
      access_expires_at timestamptz,
      refresh_expires_at timestamptz,
      given_fingerprint text,
      oa_id text,
      updated_at timestamptz not null,
      primary key (channel, account)
    )`.execute(db)
}
