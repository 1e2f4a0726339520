import { createHmac } from 'node:crypto'
import type { Sql } from '../../../../server/database/sql.ts'
import { type GuardState, newGuardState } from './state.ts'

/** What of the guard outlives the process. */
export interface GuardStore {
  load(account: string): Promise<GuardState>
  save(account: string, state: GuardState): Promise<void>
  /** Strangers written to on a day, by what stands for them, and when first (ms). */
  strangers(account: string, day: string): Promise<Map<string, number>>
  /** Forgets the strangers of all days before. */
  forget(account: string, day: string): Promise<void>
  addStranger(account: string, day: string, who: string, at: number): Promise<void>
  removeStranger(account: string, day: string, who: string): Promise<void>
  /** What stands for a person or a group: the same each time, and nobody is found by it. */
  standFor(account: string, chat: string): string
}

/** @param key of the hash, 32 bytes */
export function createGuardStore(sql: Sql, key: Buffer): GuardStore {
  return {
    async load(account) {
      const { rows } = await sql.query<{ state: Partial<GuardState> }>({
        text: 'select state from zalo_personal_guard where account = $1',
        values: [account],
      })
      return { ...newGuardState, ...rows[0]?.state }
    },
    async save(account, state) {
      await sql.query({
        text: `insert into zalo_personal_guard (account, state) values ($1, $2)
               on conflict (account) do update set state = excluded.state`,
        values: [account, JSON.stringify(state)],
      })
    },
    async forget(account, day) {
      await sql.query({
        text: 'delete from zalo_personal_stranger where account = $1 and day < $2::date',
        values: [account, day],
      })
    },
    async strangers(account, day) {
      const { rows } = await sql.query<{ who: string; at: string }>({
        text: 'select who, at from zalo_personal_stranger where account = $1 and day = $2::date',
        values: [account, day],
      })
      return new Map(rows.map(({ who, at }) => [who, Date.parse(at)]))
    },
    async addStranger(account, day, who, at) {
      await sql.query({
        text: `insert into zalo_personal_stranger (account, day, who, at) values ($1, $2::date, $3, $4)
               on conflict do nothing`,
        values: [account, day, who, new Date(at).toISOString()],
      })
    },
    async removeStranger(account, day, who) {
      await sql.query({
        text: 'delete from zalo_personal_stranger where account = $1 and day = $2::date and who = $3',
        values: [account, day, who],
      })
    },
    standFor: (account, chat) =>
      createHmac('sha256', key).update(`${account} ${chat}`).digest('base64url').slice(0, 22),
  }
}
