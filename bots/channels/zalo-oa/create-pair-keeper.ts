import type { Pool, PoolClient } from 'pg'
import { inTransaction } from '../../../server/database/in-transaction.ts'
import type { Unsaved, UnsavedFile } from './create-unsaved-file.ts'
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
  /** Whether a pair that Zalo gave may not be stored yet, of this process or of one that crashed. */
  holdsUnsaved(): Promise<boolean>
}

interface Deps {
  pool: Pool
  table: TokenTable
  file: UnsavedFile
  /** By what a sealed pair is known again. */
  fingerprint(sealed: string): string
  exchange(grant: Grant): Promise<Exchange>
  /** The refresh token of the settings, and what it is known by. */
  given: { token: string; fingerprint: string } | null
}

/** What is done under the lock. */
interface Locked {
  client: PoolClient
  /** As it stands, with the pair taken up that was left over. */
  row: TokenRow
  /** Whether there was one. */
  tookUp: boolean
  /** On record in case the commit fails, then in the row. */
  store(next: Unsaved['next']): Promise<Renewal>
}

/**
 * Exchanges pairs. A refresh token holds once, so of all processes one exchanges at a time, under the row's lock;
 * and a pair is handed out only after the commit that stores it. What Zalo gave lies in a file until then, so that
 * neither a crash nor a database that goes away costs the connection.
 */
export function createPairKeeper({ pool, table, file, fingerprint, exchange, given }: Deps): PairKeeper {
  /** As in the file, which may not have been writable. */
  let unsaved: Unsaved | null = null

  async function underLock(work: (locked: Locked) => Promise<Renewal>): Promise<Renewal> {
    const lies: { kept: Unsaved | null } = { kept: null }
    const renewal = await inTransaction(pool, async (client) => {
      const found = await table.lock(client)
      const over = found.sealed === null ? null : fingerprint(found.sealed)
      const left = unsaved ?? (await file.read())
      lies.kept = left
      // Over any other pair than it was given for it is out of date.
      const due = left?.over === over ? left : null
      const row = due ? await table.write(client, due.next) : found
      return work({
        client,
        row,
        tookUp: due !== null,
        async store(next) {
          unsaved = { over, next }
          lies.kept = unsaved
          await file.write(unsaved)
          return { kind: 'pair', pair: next.pair, row: await table.write(client, next), exchanged: true }
        },
      })
    })
    unsaved = null
    if (lies.kept) await file.remove(lies.kept.over)
    return renewal
  }

  const isNewInSettings = (row: TokenRow) => given !== null && row.givenFingerprint !== given.fingerprint
  const seen = (row: TokenRow) => given?.fingerprint ?? row.givenFingerprint

  /** With the refresh token of the settings. @returns null when it is the stored pair's turn */
  async function renewByGiven({ row, store }: Locked): Promise<Renewal | null> {
    if (given === null || (row.pair && !isNewInSettings(row))) return null
    const got = await exchange({ refresh: given.token })
    // It does not say whose it is: perhaps another Official Account's.
    if (got.ok) return store({ pair: got.pair, givenFingerprint: seen(row), oaId: null })
    if (row.pair && got.refused) return null
    return { kind: got.refused ? 'refused' : 'failed', detail: got.failure.detail, row }
  }

  return {
    isNewInSettings,
    holdsUnsaved: async () => unsaved !== null || (await file.read()) !== null,
    renew: (willDo) =>
      underLock(async (locked) => {
        const { client, row: found, tookUp, store } = locked
        if (found.pair && !isNewInSettings(found) && willDo(found.pair))
          return { kind: 'pair', pair: found.pair, row: found, exchanged: tookUp }
        const byGiven = await renewByGiven(locked)
        if (byGiven) return byGiven
        if (!found.pair) return { kind: 'absent', row: found }
        // One that Zalo refuses is not tried a second time: the stored pair wins from here on.
        const row = isNewInSettings(found)
          ? await table.write(client, { ...found, givenFingerprint: seen(found) })
          : found
        if (willDo(found.pair)) return { kind: 'pair', pair: found.pair, row, exchanged: tookUp }
        const got = await exchange({ refresh: found.pair.refresh })
        if (got.ok) return store({ ...row, pair: got.pair })
        return { kind: got.refused ? 'refused' : 'failed', detail: got.failure.detail, row }
      }),
    connect: (grant, oaId) =>
      underLock(async ({ row, store }) => {
        const got = await exchange(grant)
        if (!got.ok) return { kind: got.refused ? 'refused' : 'failed', detail: got.failure.detail, row }
        return store({ pair: got.pair, givenFingerprint: seen(row), oaId: oaId ?? row.oaId })
      }),
  }
}
