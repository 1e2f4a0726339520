import type { Pool, PoolClient } from 'pg'
import { inTransaction } from '../../../server/database/in-transaction.ts'
import type { Exchange, Grant } from './exchange-tokens.ts'
import type { TokenPair, TokenRow, TokenTable } from './token-table.ts'

/** How an attempt at a pair ended. `row` is what is stored, for good. */
export type Renewal = { row: TokenRow } & (
  | { kind: 'pair'; pair: TokenPair; exchanged: boolean }
  /** There is nothing to have a pair for. */
  | { kind: 'absent' }
  | { kind: 'refused'; detail: string }
  | { kind: 'failed'; detail: string }
)

export interface PairKeeper {
  /**
   * The stored pair where it will do, else the next one.
   * @param willDo whether a stored pair may be used as it is
   * @throws when the database is away; a pair that Zalo gave by then is stored by the next call
   */
  renew(willDo: (pair: TokenPair) => boolean): Promise<Renewal>
  /** Has a pair given for an operator's consent. @throws as `renew` */
  connect(grant: Grant, oaId: string | null): Promise<Renewal>
  /** Whether the settings hold a refresh token that was not taken up yet. */
  isNewInSettings(row: TokenRow): boolean
}

interface Deps {
  pool: Pool
  table: TokenTable
  exchange(grant: Grant): Promise<Exchange>
  /** The refresh token of the settings, and what it is known by. */
  given: { token: string; fingerprint: string } | null
}

type Next = Omit<TokenRow, 'sealed'> & { pair: TokenPair }

/**
 * Exchanges pairs. A refresh token holds once, so of all processes one exchanges at a time, under the row's lock;
 * and a pair is handed out only after the commit that stores it: a crash in between leaves nothing in use that
 * nobody has.
 */
export function createPairKeeper({ pool, table, exchange, given }: Deps): PairKeeper {
  /** A pair that Zalo gave and the database has not taken, and over which stored one it goes. */
  let unsaved: { over: string | null; next: Next } | null = null

  async function underLock(work: (client: PoolClient, row: TokenRow) => Promise<Renewal>): Promise<Renewal> {
    const renewal = await inTransaction(pool, async (client) => work(client, await table.lock(client)))
    unsaved = null
    return renewal
  }

  async function store(client: PoolClient, over: TokenRow, next: Next): Promise<Renewal> {
    unsaved = { over: over.sealed, next }
    return { kind: 'pair', pair: next.pair, row: await table.write(client, next), exchanged: true }
  }

  const isNewInSettings = (row: TokenRow) => given !== null && row.givenFingerprint !== given.fingerprint
  const seen = (row: TokenRow) => given?.fingerprint ?? row.givenFingerprint

  /** With the refresh token of the settings. @returns null when it is the stored pair's turn */
  async function renewByGiven(client: PoolClient, row: TokenRow): Promise<Renewal | null> {
    if (given === null || (row.pair && !isNewInSettings(row))) return null
    const got = await exchange({ refresh: given.token })
    // It does not say whose it is: perhaps another Official Account's.
    if (got.ok) return store(client, row, { pair: got.pair, givenFingerprint: seen(row), oaId: null })
    if (row.pair && got.refused) return null
    return { kind: got.refused ? 'refused' : 'failed', detail: got.failure.detail, row }
  }

  return {
    isNewInSettings,
    renew: (willDo) =>
      underLock(async (client, found) => {
        if (unsaved && unsaved.over === found.sealed) return store(client, found, unsaved.next)
        if (found.pair && !isNewInSettings(found) && willDo(found.pair))
          return { kind: 'pair', pair: found.pair, row: found, exchanged: false }
        const byGiven = await renewByGiven(client, found)
        if (byGiven) return byGiven
        if (!found.pair) return { kind: 'absent', row: found }
        // One that Zalo refuses is not tried a second time: the stored pair wins from here on.
        const row = isNewInSettings(found)
          ? await table.write(client, { ...found, givenFingerprint: seen(found) })
          : found
        if (willDo(found.pair)) return { kind: 'pair', pair: found.pair, row, exchanged: false }
        const got = await exchange({ refresh: found.pair.refresh })
        if (got.ok) return store(client, row, { ...row, pair: got.pair })
        return { kind: got.refused ? 'refused' : 'failed', detail: got.failure.detail, row }
      }),
    connect: (grant, oaId) =>
      underLock(async (client, row) => {
        const got = await exchange(grant)
        if (!got.ok) return { kind: got.refused ? 'refused' : 'failed', detail: got.failure.detail, row }
        const next = { pair: got.pair, givenFingerprint: seen(row), oaId: oaId ?? row.oaId }
        return store(client, row, next)
      }),
  }
}
