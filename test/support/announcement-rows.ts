import type { ChannelName } from '../../bots/channels/channel.ts'
import type { AnnouncementState, Audience } from '../../knowledge/announcements/announcement.ts'

interface Queries {
  query(text: string, values?: unknown[]): Promise<{ rows: { id: string }[] }>
}

/** Writes what a test of announcements begins with, all of it at the instant `now` (ISO) unless it says so. */
export function announcementRows(pool: Queries, now: string) {
  const made = { number: 0 }

  async function insert(text: string, values: unknown[]): Promise<string> {
    const { rows } = await pool.query(text, values)
    const [row] = rows
    if (!row) throw new Error('Nothing was inserted')
    return row.id
  }

  return {
    /** A chat; one that follows announcements when something is said of what it follows. */
    async chat(channel: ChannelName, more: NewChat = {}): Promise<string> {
      made.number += 1
      const { units, groups = [], topics = ['chung'], followedAt = now, stoppedAt = null } = more
      const id = await insert(
        `insert into conversation (channel, account, chat, is_group, state, blocked_at, created_at, active_at)
         values ($1, 'bot', $2, $3, $4, $5, $6, $7) returning id::text`,
        [
          channel,
          more.chat ?? `chat${made.number}`,
          more.isGroup ?? false,
          more.lang === undefined ? null : JSON.stringify({ lang: more.lang, frames: [], runs: 0 }),
          more.blockedAt ?? null,
          now,
          more.activeAt ?? now,
        ],
      )
      if (units)
        await pool.query(
          `insert into follower (conversation_id, units, groups, topics, followed_at, stopped_at)
           values ($1, $2, $3, $4, $5, $6)`,
          [id, units, groups, topics, followedAt, stoppedAt],
        )
      if (more.person)
        await pool.query(
          'insert into person_member (conversation_id, person, joined_at) values ($1, $2, $3)',
          [id, more.person, now],
        )
      if (more.boundTo)
        await pool.query('insert into bound_chat (conversation_id, unit, bound_at) values ($1, $2, $3)', [
          id,
          more.boundTo,
          now,
        ])
      return id
    },
    group: (unit: string) =>
      insert(
        `insert into neighbourhood_group (unit, name, join_code, created_at)
         values ($1, 'Tổ ' || gen_random_uuid(), gen_random_uuid()::text, $2) returning id::text`,
        [unit, now],
      ),
    official: (unit = 'hoan-kiem', role = 'communicator') =>
      insert(
        `insert into official (name, unit, role, created_at)
         values ('Trần Thị Bình', $1, $2, $3) returning id::text`,
        [unit, role, now],
      ),
    /** An announcement that is approved just now, unless its state is a draft. */
    async announcement(author: string, more: NewAnnouncement = {}): Promise<string> {
      const { state = 'sending', audience = { units: ['hoan-kiem'] }, approvedAt = now } = more
      return insert(
        `insert into announcement (state, unit, author, title, text, topic, audience, urgent, canary, recipients,
           corrects, approved_at, planned_at, expires_at, at, ended_at, poll, created_at, updated_at)
         values ($1, 'hoan-kiem', $2, 'Cắt nước', 'Cắt nước sáng mai.', $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, $12,
           $13, $14, $14) returning id::text`,
        [
          state,
          author,
          more.topic ?? 'chung',
          JSON.stringify(audience),
          more.urgent ?? null,
          more.canary ?? true,
          more.corrects ?? null,
          state === 'draft' ? null : approvedAt,
          more.plannedAt ?? null,
          more.expiresAt ?? null,
          more.at ?? null,
          more.endedAt ?? null,
          more.poll ? JSON.stringify(more.poll) : null,
          now,
        ],
      )
    },
    /** Somebody's row of an announcement. */
    recipient: (announcement: string, conversation: string, more: NewRecipient = {}) =>
      insert(
        `insert into announcement_recipient (announcement_id, conversation_id, channel, account, wave, status, reason,
           unknown_outcomes, settled_at)
         select $1, id, channel, account, $3, $4, $5, $6, $7 from conversation where id = $2 returning id::text`,
        [
          announcement,
          conversation,
          more.wave ?? 1,
          more.status ?? 'planned',
          more.reason ?? null,
          more.unknownOutcomes ?? 0,
          more.settledAt ?? null,
        ],
      ),
  }
}

interface NewChat {
  chat?: string
  isGroup?: boolean
  lang?: 'vi' | 'en'
  activeAt?: string
  blockedAt?: string
  /** Whose it is, with others. */
  person?: string
  /** Slugs; it follows them. */
  units?: readonly string[]
  groups?: readonly string[]
  topics?: readonly string[]
  followedAt?: string
  stoppedAt?: string | null
  /** The unit that a group chat is bound to. */
  boundTo?: string
}

interface NewAnnouncement {
  state?: AnnouncementState
  audience?: Audience
  topic?: string
  urgent?: string
  canary?: boolean
  corrects?: string
  approvedAt?: string
  plannedAt?: string
  expiresAt?: string
  at?: string
  endedAt?: string
  poll?: { question: string; options: string[] }
}

interface NewRecipient {
  wave?: 0 | 1 | 2
  status?: 'planned' | 'sending' | 'sent' | 'failed' | 'skipped' | 'held'
  reason?: string
  unknownOutcomes?: number
  settledAt?: string
}
