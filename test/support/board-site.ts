import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { AnnouncementState, Audience, Signature } from '../../knowledge/announcements/announcement.ts'
import { eventPath } from '../../server/announcements/event-path.ts'
import { filePath } from '../../server/announcements/file-path.ts'
import { createHealth } from '../../server/health.ts'
import { type BoardPagesOptions, boardPages } from '../../server/http/board/board-pages.ts'
import { createHttp, type Http } from '../../server/http/create-http.ts'
import { createLog } from '../../server/log.ts'
import { createMetrics } from '../../server/metrics.ts'
import type { TestDatabase } from './database.ts'
import { madeUpKnowledge } from './made-up-procedures.ts'

/** A Saturday, ten o'clock in Hanoi. */
export const boardNow = '2026-11-21T03:00:00Z'

export interface NewItem {
  title?: string
  text?: string
  topic?: string
  state?: AnnouncementState
  audience?: Audience
  /** Minutes before `boardNow`; null: not yet. */
  began?: number | null
  unit?: string
  urgent?: string
  expiresAt?: string
  corrects?: string
  recalled?: boolean
  pause?: 'asked' | 'canary'
  link?: { label: string; url: string }
  event?: { startsAt: string; endsAt?: string; place?: string }
  poll?: { question: string; options: string[] }
}

/** A server with the board alone, and what stands on it. */
export async function openBoard(
  database: TestDatabase,
  more: Partial<BoardPagesOptions> & { served?: string[] } = {},
) {
  const { pool } = database
  const { served = [], ...options } = more
  const parts = await madeUpKnowledge({ served })
  const addressKey = new Uint8Array(32).fill(7)
  const clock = { at: Temporal.Instant.from(boardNow) }
  const lines: string[] = []
  const http: Http = await createHttp({
    log: createLog('trace', { write: (line) => lines.push(line) }),
    health: createHealth(),
    metrics: createMetrics(async () => ({ events: 0, messages: 0 })),
    frontPage: () => ({ units: [], channels: [] }),
    routes: [
      boardPages({
        sql: pool,
        knowledge: () => parts,
        clock: { now: () => clock.at },
        addressKey,
        publicUrl: 'https://motcua.example.vn',
        channels: (payload) => [
          { label: 'Zalo', url: 'https://zalo.me/123', say: payload },
          { label: 'Telegram', url: `https://t.me/MotCuaBot?start=${payload}` },
        ],
        ...options,
      }),
    ],
    ...(options.webRoot ? { webRoot: options.webRoot } : {}),
  })
  const { rows: officials } = await pool.query<{ id: string }>(
    `insert into official (name, unit, role, created_at) values ('Trần Thị Bình', 'hoan-kiem', 'communicator', $1)
     returning id::text`,
    [boardNow],
  )
  const author = officials[0]?.id

  return {
    http,
    clock,
    lines,
    get: (url: string, headers: Record<string, string> = {}) => http.app.inject({ url, headers }),
    async add(item: NewItem = {}): Promise<string> {
      const { began = 60, state = 'sent', audience = { units: ['hoan-kiem'] } } = item
      const at = began === null ? null : clock.at.subtract({ minutes: began }).toString()
      const json = (value: object | undefined) => (value ? JSON.stringify(value) : null)
      const { rows } = await pool.query<{ id: string }>(
        `insert into announcement (state, unit, author, title, text, topic, audience, urgent, recipients, corrects,
           expires_at, began_at, recall_asked_at, pause, link, event, poll, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17) returning id::text`,
        [
          state,
          item.unit ?? 'hoan-kiem',
          author,
          item.title ?? 'Cắt nước sáng mai',
          item.text ?? 'Từ 8 giờ đến 11 giờ, phố Hàng Bông không có nước.',
          item.topic ?? 'dien-nuoc',
          JSON.stringify(audience),
          item.urgent ?? null,
          item.corrects ?? null,
          item.expiresAt ?? null,
          at,
          item.recalled ? boardNow : null,
          item.pause ?? null,
          json(item.link),
          json(item.event),
          json(item.poll),
          boardNow,
        ],
      )
      return rows[0]?.id ?? ''
    },
    /** @returns where it is read */
    async attach(
      announcement: string,
      file: { name?: string; type?: string; bytes: Uint8Array; signatures?: Signature[] },
    ): Promise<string> {
      const { name = 'Giấy mời.pdf', type = 'application/pdf', bytes, signatures } = file
      const { rows } = await pool.query<{ id: string }>(
        `insert into announcement_file (announcement_id, name, type, size, sha256, bytes, signatures, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id::text`,
        [
          announcement,
          name,
          type,
          bytes.length,
          createHash('sha256').update(bytes).digest('hex'),
          Buffer.from(bytes),
          signatures ? JSON.stringify(signatures) : null,
          boardNow,
        ],
      )
      return filePath(addressKey, 'hoan-kiem', { id: rows[0]?.id ?? '', name })
    },
    /** As messages lead there. */
    eventOf: (announcement: string) => eventPath(addressKey, 'hoan-kiem', announcement),
    async vote(announcement: string, choices: readonly number[]): Promise<void> {
      await pool.query(
        `with voter as (
           insert into conversation (channel, account, chat, created_at, active_at)
           select 'web', 'web', gen_random_uuid()::text, $2::timestamptz, $2::timestamptz
           from generate_series(1, cardinality($3::smallint[])) returning id),
         numbered as (select id, row_number() over () as no from voter)
         insert into poll_answer (announcement_id, conversation_id, choice, answered_at)
         select $1, id, ($3::smallint[])[no], $2::timestamptz from numbered`,
        [announcement, boardNow, choices],
      )
    },
    async group(name: string, code: string): Promise<string> {
      const { rows } = await pool.query<{ id: string }>(
        `insert into neighbourhood_group (unit, name, join_code, created_at) values ('hoan-kiem', $1, $2, $3)
         returning id::text`,
        [name, code, boardNow],
      )
      return rows[0]?.id ?? ''
    },
  }
}
