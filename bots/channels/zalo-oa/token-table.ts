import type { Sql } from '../../../server/database/sql.ts'
import type { Sealer } from '../create-sealer.ts'
import { asFields } from '../read-json.ts'

/** A pair as it is used. Times are milliseconds since the epoch, by the real clock. */
export interface TokenPair {
  access: string
  refresh: string
  accessExpiresAt: number
  /** From here on the next pair is due: a little before the access token's end. */
  renewAt: number
  refreshExpiresAt: number
}

/** What is kept of an account. */
export interface TokenRow {
  /** As it stands in the table: another one than before means another pair. */
  sealed: string | null
  pair: TokenPair | null
  /** Of the refresh token in the settings that was taken up last. */
  givenFingerprint: string | null
  oaId: string | null
}

export interface TokenTable {
  read(sql: Sql): Promise<TokenRow>
  /** Within a transaction: nobody else exchanges the pair before it ends. */
  lock(sql: Sql): Promise<TokenRow>
  /** @returns the row as it is now */
  write(sql: Sql, row: Omit<TokenRow, 'sealed'>): Promise<TokenRow>
}

const channel = 'zalo_oa'
const columns = 'sealed, access_expires_at, refresh_expires_at, given_fingerprint, oa_id'
const empty: TokenRow = { sealed: null, pair: null, givenFingerprint: null, oaId: null }

interface Stored {
  sealed: string | null
  access_expires_at: string | null
  refresh_expires_at: string | null
  given_fingerprint: string | null
  oa_id: string | null
}

/** The tokens of one app in `channel_token`: what opens anything is sealed. */
export function createTokenTable(account: string, sealer: Sealer): TokenTable {
  const key = [channel, account]
  const purpose = key.join(' ')

  function toRow(stored: Stored | undefined): TokenRow {
    if (!stored) return empty
    const opened = stored.sealed === null ? null : asFields(sealer.open(purpose, stored.sealed))
    const { access, refresh, renewAt } = opened ?? {}
    const pair =
      typeof access === 'string' && typeof refresh === 'string' && typeof renewAt === 'number'
        ? {
            access,
            refresh,
            renewAt,
            accessExpiresAt: Date.parse(stored.access_expires_at ?? '') || 0,
            refreshExpiresAt: Date.parse(stored.refresh_expires_at ?? '') || 0,
          }
        : null
    return { sealed: stored.sealed, pair, givenFingerprint: stored.given_fingerprint, oaId: stored.oa_id }
  }

  return {
    async read(sql) {
      const text = `select ${columns} from channel_token where channel = $1 and account = $2`
      return toRow((await sql.query<Stored>({ text, values: key })).rows[0])
    },
    async lock(sql) {
      await sql.query({
        text: `insert into channel_token (channel, account, updated_at) values ($1, $2, now()) on conflict do nothing`,
        values: key,
      })
      const text = `select ${columns} from channel_token where channel = $1 and account = $2 for update`
      return toRow((await sql.query<Stored>({ text, values: key })).rows[0])
    },
    async write(sql, { pair, givenFingerprint, oaId }) {
      const sealed =
        pair === null
          ? null
          : sealer.seal(purpose, { access: pair.access, refresh: pair.refresh, renewAt: pair.renewAt })
      const at = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString())
      await sql.query({
        text: `update channel_token set sealed = $3, access_expires_at = $4, refresh_expires_at = $5,
                 given_fingerprint = $6, oa_id = $7, updated_at = now()
               where channel = $1 and account = $2`,
        values: [
          ...key,
          sealed,
          at(pair?.accessExpiresAt),
          at(pair?.refreshExpiresAt),
          givenFingerprint,
          oaId,
        ],
      })
      return { sealed, pair, givenFingerprint, oaId }
    },
  }
}
