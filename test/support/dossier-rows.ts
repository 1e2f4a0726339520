import type { ChannelName } from '../../bots/channels/channel.ts'
import type { DossierStatus, Tells } from '../../knowledge/dossiers/dossier.ts'

interface Queries {
  query(text: string, values?: unknown[]): Promise<{ rows: { id: string }[] }>
}

/** Writes what a test begins with, all of it at the instant `now` (ISO). */
export function dossierRows(pool: Queries, now: string) {
  const made = { number: 0 }

  async function insert(text: string, values: unknown[]): Promise<string> {
    const { rows } = await pool.query(text, values)
    const [row] = rows
    if (!row) throw new Error('Nothing was inserted')
    return row.id
  }

  return {
    /** @param more.activeAt ISO instant; @param more.person who is whose */
    async chat(
      channel: ChannelName,
      more: { chat?: string; activeAt?: string; person?: string; phone?: string; lang?: 'en' } = {},
    ): Promise<string> {
      made.number += 1
      const state = JSON.stringify({ lang: more.lang ?? 'vi' })
      const chat = more.chat ?? `chat${made.number}`
      const id = await insert(
        `insert into conversation (channel, account, chat, state, created_at, active_at)
         values ($1, 'bot', $2, $3, $4, $5) returning id::text`,
        [channel, chat, state, now, more.activeAt ?? now],
      )
      if (more.person)
        await pool.query(
          'insert into person_member (conversation_id, person, joined_at) values ($1, $2, $3)',
          [id, more.person, now],
        )
      if (more.phone)
        await pool.query(
          `insert into proven_phone (conversation_id, phone_hash, phone_last2, proven_at) values ($1, $2, '00', $3)`,
          [id, more.phone, now],
        )
      return id
    },
    async dossier(
      more: {
        code?: string
        status?: DossierStatus
        phone?: string
        receivedAt?: string
        dueAt?: string
      } = {},
    ): Promise<string> {
      made.number += 1
      return insert(
        `insert into dossier (code, status, status_at, phone_hash, applicant, received_at, due_at, promised_at,
           source, fingerprint, created_at, updated_at)
         values ($1, $2, $3, $4, 'Nguyễn Văn An', $5, $6, $6, 'test', 'x', $3, $3) returning id::text`,
        [
          more.code ?? `H26.1-261119-${String(made.number).padStart(4, '0')}`,
          more.status ?? 4,
          now,
          more.phone ?? null,
          more.receivedAt ?? now,
          more.dueAt ?? null,
        ],
      )
    },
    follow: (chat: string, dossier: string, tells: Tells = 'day') =>
      insert(
        `insert into dossier_follow (conversation_id, dossier_id, proved_by, tells, followed_at)
         values ($1, $2, 'slip', $3, $4) returning id::text`,
        [chat, dossier, tells, now],
      ),
  }
}
