import type { Sql } from '../../../../server/database/sql.ts'

/** How far a feed has been read, and how asking for it has gone of late. Instants are ISO. */
export interface FeedCursor {
  cursor: string | null
  /** In a row. */
  failures: number
  failing_since: string | null
  /** Before this it is not to be asked. */
  not_before: string | null
  /** When it was last read to its end. */
  read_at: string | null
}

export interface CursorStore {
  read(source: string): Promise<FeedCursor>
  /** Moves the cursor on; not when somebody else has moved it meanwhile. */
  advance(source: string, from: string | null, to: string | null): Promise<void>
  succeeded(source: string, now: string): Promise<void>
  failed(source: string, at: { now: string; notBefore: string }): Promise<void>
}

const fresh: FeedCursor = { cursor: null, failures: 0, failing_since: null, not_before: null, read_at: null }

const readOne = `
  select cursor, failures, failing_since, not_before, read_at from dossier_cursor where source = $1`
const advanceOne = `
  insert into dossier_cursor (source, cursor) values ($1, $3)
  on conflict (source) do update set cursor = excluded.cursor
    where dossier_cursor.cursor is not distinct from $2`
const noteSuccess = `
  insert into dossier_cursor (source, read_at) values ($1, $2)
  on conflict (source) do update set failures = 0, failing_since = null, not_before = null, read_at = $2`
const noteFailure = `
  insert into dossier_cursor (source, failures, failing_since, not_before) values ($1, 1, $2, $3)
  on conflict (source) do update set failures = dossier_cursor.failures + 1,
    failing_since = coalesce(dossier_cursor.failing_since, $2), not_before = $3`

export function createCursorStore(sql: Sql): CursorStore {
  return {
    async read(source) {
      const { rows } = await sql.query<FeedCursor>({ text: readOne, values: [source] })
      return rows[0] ?? fresh
    },
    async advance(source, from, to) {
      await sql.query({ text: advanceOne, values: [source, from, to] })
    },
    async succeeded(source, now) {
      await sql.query({ text: noteSuccess, values: [source, now] })
    },
    async failed(source, { now, notBefore }) {
      await sql.query({ text: noteFailure, values: [source, now, notBefore] })
    },
  }
}
