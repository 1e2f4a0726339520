import { createHash, randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import type { OperatorPage } from './operator-pages.ts'

/**
 * Makes a link to a page for whoever has the operator's shell: good for an hour of real time, once.
 * @returns its path, which holds the token; only the token's hash is kept
 */
export async function createOperatorLink(pool: Pool, page: OperatorPage): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await pool.query(`delete from operator_link where expires_at < clock_timestamp() - interval '1 day'`)
  await pool.query(
    `insert into operator_link (hash, page, expires_at) values ($1, $2, clock_timestamp() + interval '1 hour')`,
    [hashOf(token), page],
  )
  return `/operator/${token}`
}

/** Uses a link up. @returns the page it is for; null when it is unknown, used or older than an hour */
export async function useOperatorLink(pool: Pool, token: string): Promise<OperatorPage | null> {
  const { rows } = await pool.query<{ page: OperatorPage }>(
    `update operator_link set used_at = clock_timestamp()
     where hash = $1 and used_at is null and expires_at > clock_timestamp() returning page`,
    [hashOf(token)],
  )
  return rows[0]?.page ?? null
}

/** A token of 256 random bits needs no key and no salt. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
