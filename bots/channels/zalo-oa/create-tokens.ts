import type { Pool } from 'pg'
import type { Log } from '../../../server/log.ts'
import { backoff } from '../backoff.ts'
import type { Sealer } from '../create-sealer.ts'
import { createPairKeeper, type Renewal } from './create-pair-keeper.ts'
import { createUnsavedFile } from './create-unsaved-file.ts'
import { exchangeTokens } from './exchange-tokens.ts'
import type { Pace } from './pace.ts'
import { createTokenTable, type TokenPair, type TokenRow } from './token-table.ts'
import type { ZaloClient } from './zalo-client.ts'

export type Access =
  | { ok: true; token: string }
  /** `refused`: only an operator can mend it; otherwise it passes. */
  | { ok: false; refused: boolean; detail: string }

/** How the account is connected. */
export type Connection =
  | { kind: 'unknown' }
  /** @param refreshExpiresAt milliseconds since the epoch, by the real clock */
  | { kind: 'connected'; refreshExpiresAt: number }
  /** Nobody has connected it, and the settings hold no refresh token. */
  | { kind: 'absent' }
  /** Zalo takes neither the stored refresh token nor that of the settings. */
  | { kind: 'refused'; detail: string }
  /** No token that holds, and none to be had for now. */
  | { kind: 'unreachable'; detail: string }

export interface Tokens {
  /**
   * An access token that holds as far as is known; the pair is exchanged when it must be. Never throws.
   * @param stale one that Zalo has just refused
   */
  access(stale?: string): Promise<Access>
  /** Zalo took a call with this token. */
  accepted(token: string): void
  /** Looks at what is stored now, which another process may have changed, and keeps the pair from running out. */
  look(): Promise<void>
  /** Takes up what an operator's consent brought. */
  connect(code: string, verifier: string, oaId: string | null): Promise<'connected' | 'refused' | 'failed'>
  /** Learnt by another way than the consent. */
  rememberOa(oaId: string): Promise<void>
  /** What is stored now is in force here. @throws when the database is away */
  reread(): Promise<unknown>
  /** The Official Account's id; null until it is known. */
  oaId(): string | null
  connection(): Connection
}

export interface TokensOptions {
  oauth: ZaloClient
  pool: Pool
  sealer: Sealer
  appId: string
  appSecret: string
  /** The refresh token of the settings. */
  given: string | undefined
  /** Where a new pair lies until it is stored; absolute. Its folder is made where it is missing. */
  unsavedFile: string
  /** Milliseconds since the epoch, by the real clock: Zalo's tokens know no other. */
  now(): number
  pace: Pace
  log: Pick<Log, 'info' | 'warn'>
  /** Told when the connection may have changed. */
  changed(): void
}

/** The access token that everything is called with, and how it stands with the next one. */
export function createTokens(options: TokensOptions): Tokens {
  const { pool, sealer, now, pace, log, given } = options
  const table = createTokenTable(options.appId, sealer)
  const exchangeDeps = { ...options, timeoutMs: pace.exchangeMs, earlyMs: pace.earlyMs }
  const keeper = createPairKeeper({
    pool,
    table,
    file: createUnsavedFile({ path: options.unsavedFile, account: options.appId, sealer, log }),
    fingerprint: sealer.fingerprint,
    exchange: (grant) => exchangeTokens(exchangeDeps, grant),
    given: given === undefined ? null : { token: given, fingerprint: sealer.fingerprint(given) },
  })
  let held: TokenRow | null = null
  let connection: Connection = { kind: 'unknown' }
  let underWay: Promise<Access> | null = null
  let failures = 0
  let notBefore = 0
  /** Exchanges in a row because Zalo refused the token, none of which it has taken for anything since. */
  let unproven = 0
  let exchangedAt = 0

  function say(next: Connection): void {
    connection = next
    options.changed()
  }

  function adopt(row: TokenRow): void {
    held = row
    if (!row.pair) return
    failures = 0
    notBefore = 0
    say({ kind: 'connected', refreshExpiresAt: row.pair.refreshExpiresAt })
  }

  /** Of the pair in hand. @param until how long it will do */
  function pairBefore(until: 'renewAt' | 'accessExpiresAt', stale: string | undefined): TokenPair | null {
    const pair = held?.pair ?? null
    return pair && pair.access !== stale && now() < pair[until] ? pair : null
  }

  /** What may still be used when no new pair is to be had: the old token, while it holds. */
  function makeDo(stale: string | undefined, refused: boolean, detail: string): Access {
    const pair = pairBefore('accessExpiresAt', stale)
    return pair ? { ok: true, token: pair.access } : { ok: false, refused, detail }
  }

  function fail(stale: string | undefined, kind: 'refused' | 'unreachable', detail: string): Access {
    failures += 1
    notBefore = now() + backoff(kind === 'refused' ? pace.refused : pace.unreachable, failures)
    log.warn({ detail }, 'zalo oa: no new pair of tokens')
    const instead = makeDo(stale, kind === 'refused', detail)
    // As long as the old token holds, what passes is worth no alarm; a refusal does not pass.
    if (!instead.ok || kind === 'refused') say({ kind, detail })
    return instead
  }

  function settle(renewal: Renewal, stale: string | undefined): Access {
    if (renewal.kind === 'pair') {
      if (renewal.exchanged) {
        exchangedAt = now()
        if (stale !== undefined) unproven += 1
        log.info('zalo oa: a new pair of tokens is stored')
      }
      adopt(renewal.row)
      return { ok: true, token: renewal.pair.access }
    }
    held = renewal.row
    if (renewal.kind !== 'absent')
      return fail(stale, renewal.kind === 'refused' ? 'refused' : 'unreachable', renewal.detail)
    notBefore = now() + pace.unreachable.most
    say({ kind: 'absent' })
    return { ok: false, refused: true, detail: 'not connected' }
  }

  /** @returns whether another process, or an operator by way of one, has stored another pair meanwhile */
  async function reread(): Promise<boolean> {
    const row = await table.read(pool)
    const changed = row.pair !== null && row.sealed !== held?.sealed
    if (changed) adopt(row)
    else held = row
    return changed
  }

  async function renew(stale: string | undefined): Promise<Access> {
    try {
      if (now() < notBefore && !(await reread()))
        return makeDo(stale, isForOperators(connection), 'waiting before the next try for tokens')
      // A token that Zalo refuses although it has only just given it: another exchange would change nothing.
      if (stale !== undefined && unproven > 0 && now() < exchangedAt + backoff(pace.refused, unproven))
        return { ok: false, refused: true, detail: 'Zalo refuses the token that it has just given' }
      const willDo = (pair: TokenPair) => pair.access !== stale && now() < pair.renewAt
      return settle(await keeper.renew(willDo), stale)
    } catch (err) {
      log.warn({ err }, 'zalo oa: the tokens could not be read or stored')
      return fail(stale, 'unreachable', 'the tokens could not be read or stored')
    }
  }

  /** Whoever asks meanwhile gets the same answer. */
  function renewOnce(stale: string | undefined): Promise<Access> {
    underWay ??= renew(stale).finally(() => {
      underWay = null
    })
    return underWay
  }

  function access(stale?: string): Promise<Access> {
    const pair = pairBefore('renewAt', stale)
    return pair ? Promise.resolve({ ok: true, token: pair.access }) : renewOnce(stale)
  }

  return {
    access,
    accepted(token) {
      if (token === held?.pair?.access) unproven = 0
    },
    async look() {
      try {
        await reread()
        const due = (held && keeper.isNewInSettings(held)) || (await keeper.holdsUnsaved())
        await (due ? renewOnce(undefined) : access())
      } catch (err) {
        log.warn({ err }, 'zalo oa: the tokens could not be read')
      }
    },
    async connect(code, verifier, oaId) {
      try {
        const renewal = await keeper.connect({ code, verifier }, oaId)
        if (renewal.kind === 'pair') settle(renewal, undefined)
        else if (renewal.kind !== 'absent')
          log.warn({ detail: renewal.detail }, 'zalo oa: the consent brought no tokens')
        return renewal.kind === 'pair' ? 'connected' : renewal.kind === 'refused' ? 'refused' : 'failed'
      } catch (err) {
        log.warn({ err }, 'zalo oa: the tokens of a consent could not be stored')
        return 'failed'
      }
    },
    async rememberOa(oaId) {
      held = held && { ...held, oaId }
      await pool.query({
        text: `update channel_token set oa_id = $2 where channel = 'zalo_oa' and account = $1`,
        values: [options.appId, oaId],
      })
    },
    reread,
    oaId: () => held?.oaId ?? null,
    connection: () => connection,
  }
}

function isForOperators({ kind }: Connection): boolean {
  return kind === 'refused' || kind === 'absent'
}
