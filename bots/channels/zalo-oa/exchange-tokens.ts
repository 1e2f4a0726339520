import type { Fields } from '../read-json.ts'
import type { TokenPair } from './token-table.ts'
import type { CallFailure, ZaloClient } from './zalo-client.ts'

/** What a pair is had for: a code that an operator's consent brought, or the refresh token of the pair before. */
export type Grant = { code: string; verifier: string } | { refresh: string }

export type Exchange = { ok: true; pair: TokenPair } | { ok: false; refused: boolean; failure: CallFailure }

export interface ExchangeDeps {
  oauth: ZaloClient
  appId: string
  appSecret: string
  /** Milliseconds since the epoch, by the real clock. */
  now(): number
  timeoutMs: number
  /** So long before its end an access token is exchanged, at most. */
  earlyMs: number
}

/** As Zalo says them: 25 hours, three months. */
const usualAccessSeconds = 90_000
const usualRefreshSeconds = 90 * 24 * 3600

/**
 * Has Zalo give a pair for a grant, which holds once. An answer that got lost may have used the grant up or not:
 * it is tried once more, and what Zalo says then is how it is.
 */
export async function exchangeTokens(deps: ExchangeDeps, grant: Grant): Promise<Exchange> {
  const first = await ask(deps, grant)
  return first.ok || first.failure.kind !== 'lost' ? first : ask(deps, grant)
}

async function ask(
  { oauth, appId, appSecret, now, timeoutMs, earlyMs }: ExchangeDeps,
  grant: Grant,
): Promise<Exchange> {
  const form: Record<string, string> =
    'refresh' in grant
      ? { grant_type: 'refresh_token', refresh_token: grant.refresh }
      : { grant_type: 'authorization_code', code: grant.code, code_verifier: grant.verifier }
  const answer = await oauth.call({
    method: 'POST',
    path: '/v4/oa/access_token',
    headers: { secret_key: appSecret },
    form: { app_id: appId, ...form },
    timeoutMs,
  })
  if (!answer.ok) return { ok: false, refused: isFinal(answer.failure), failure: answer.failure }
  const pair = readPair(answer.fields, now(), earlyMs)
  if (pair) return { ok: true, pair }
  return { ok: false, refused: false, failure: { kind: 'lost', detail: 'an answer without tokens' } }
}

/** Zalo itself said no, not a gateway or a server in trouble. */
function isFinal(failure: CallFailure): boolean {
  return failure.kind === 'refused' && failure.status < 500 && failure.status !== 429 && failure.code !== null
}

/** Zalo sends the seconds as strings. */
function readPair(fields: Fields, now: number, earlyMs: number): TokenPair | null {
  const { access_token: access, refresh_token: refresh } = fields
  if (typeof access !== 'string' || typeof refresh !== 'string' || !access || !refresh) return null
  const lifeMs = readSeconds(fields.expires_in, usualAccessSeconds) * 1000
  return {
    access,
    refresh,
    accessExpiresAt: now + lifeMs,
    // One that lives for minutes is not due from its beginning.
    renewAt: now + lifeMs - Math.min(earlyMs, lifeMs / 10),
    refreshExpiresAt: now + readSeconds(fields.refresh_token_expires_in, usualRefreshSeconds) * 1000,
  }
}

function readSeconds(value: unknown, usual: number): number {
  const seconds = Number(value)
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 10 * 365 * 24 * 3600) : usual
}
