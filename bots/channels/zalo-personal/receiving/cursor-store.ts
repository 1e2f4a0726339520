import type { Sql } from '../../../../server/database/sql.ts'
import type { Mark } from './cursor.ts'

/** Which messages a cursor is about. */
export type ThreadKind = 'user' | 'group'

export interface CursorStore {
  load(account: string): Promise<Partial<Record<ThreadKind, Mark>>>
  save(account: string, kind: ThreadKind, mark: Mark): Promise<void>
}

export function createCursorStore(sql: Sql): CursorStore {
  return {
    async load(account) {
      const { rows } = await sql.query<{ thread: ThreadKind; message: string | null; at: string }>({
        text: 'select thread, message, at from zalo_personal_cursor where account = $1',
        values: [account],
      })
      return Object.fromEntries(
        rows.map(({ thread, message, at }) => [thread, { id: message, at: Date.parse(at) }]),
      )
    },
    async save(account, kind, { id, at }) {
      await sql.query({
        text: `insert into zalo_personal_cursor (account, thread, message, at) values ($1, $2, $3, $4)
               on conflict (account, thread) do update set message = excluded.message, at = excluded.at`,
        values: [account, kind, id, new Date(at).toISOString()],
      })
    },
  }
}
