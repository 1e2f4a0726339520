import type { ChannelName } from '../../bots/channels/channel.ts'
import type { Audience } from '../../knowledge/announcements/announcement.ts'

interface Queries {
  query(text: string, values?: unknown[]): Promise<{ rows: { id: string }[] }>
}

/** What is said of an announcement; what is absent is as of one that was approved at `now` and is being sent. */
export interface PlannedAnnouncement {
  state?: 'draft' | 'scheduled' | 'waiting' | 'sending' | 'paused' | 'stopped' | 'sent' | 'expired'
  title?: string
  text?: string
  topic?: string
  unit?: string
  audience?: Audience
  /** A category. */
  urgent?: string
  canary?: boolean
  /** ISO instants. */
  at?: string
  expiresAt?: string
  approvedAt?: string
  poll?: { question: string; options: string[] }
  /** The id of another. */
  corrects?: string
  /** Whether its recipients are still to be planned. */
  unplanned?: true
}

const addFollowers = `
  with chats as (
    insert into conversation (channel, account, chat, state, created_at, active_at)
    select $2, $3, $4 || n, json_build_object('lang', $5::text), $6, $6 from generate_series(1, $1::int) n
    returning id
  ), followers as (
    insert into follower (conversation_id, units, topics, followed_at)
    select id, $7::text[], $8::text[], $6 from chats
  )
  select id::text from chats order by id`

const addAnnouncement = `
  insert into announcement (state, unit, author, title, text, topic, audience, urgent, canary, at, expires_at,
    recipients, poll, corrects, submitted_version, approver, approved_at, planned_at, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, 1, $14, $15, $16, $17, $17)
  returning id::text`

const planFollowers = `
  insert into announcement_recipient (announcement_id, conversation_id, channel, account)
  select $1, c.id, c.channel, c.account from conversation c
  where c.id = any($2::bigint[]) order by c.id
  returning id::text`

/** Writes what a test of announcements begins with, all of it at the instant `now` (ISO). */
export function plannedRows(pool: Queries, now: string) {
  const made = { chats: 0, author: '', approver: '' }

  async function insert(text: string, values: unknown[]): Promise<string> {
    const { rows } = await pool.query(text, values)
    const [row] = rows
    if (!row) throw new Error('Nothing was inserted')
    return row.id
  }

  const official = (role: string) =>
    insert(
      `insert into official (name, unit, role, created_at) values ('Nguyễn Thị Bình', 'all', $1, $2) returning id::text`,
      [role, now],
    )

  async function announcement(more: PlannedAnnouncement = {}): Promise<string> {
    made.author ||= await official('communicator')
    made.approver ||= await official('approver')
    const { state = 'sending', topic = 'chung', audience = { all: true } } = more
    const approvedAt = state === 'draft' ? null : (more.approvedAt ?? now)
    return insert(addAnnouncement, [
      ...[state, more.unit ?? 'all', made.author, more.title ?? 'Thông báo', more.text ?? 'Nội dung', topic],
      ...[JSON.stringify(audience), more.urgent ?? null, more.canary ?? false, more.at ?? null],
      ...[more.expiresAt ?? null, more.poll ? JSON.stringify(more.poll) : null, more.corrects ?? null],
      ...[approvedAt && made.approver, approvedAt, more.unplanned ? null : approvedAt, now],
    ])
  }

  /** A row for each of these conversations. @returns the rows' ids */
  async function plan(id: string, conversations: readonly string[]): Promise<string[]> {
    const { rows } = await pool.query(planFollowers, [id, conversations])
    return rows.map((row) => row.id)
  }

  return {
    /** The tables have been emptied. */
    forget: () => void Object.assign(made, { chats: 0, author: '', approver: '' }),
    /** The author of all announcements. */
    author: () => made.author,
    /** So many who follow. @returns their conversations; the chats are called `<channel>-<number>` */
    async followers(
      count: number,
      more: {
        channel?: ChannelName
        account?: string
        lang?: 'vi' | 'en'
        units?: readonly string[]
        topics?: readonly string[]
      } = {},
    ): Promise<string[]> {
      const { channel = 'telegram', account = 'bot', lang = 'vi', units = [], topics = ['chung'] } = more
      const prefix = `${channel}-${made.chats === 0 ? '' : `${made.chats}-`}`
      made.chats++
      const { rows } = await pool.query(addFollowers, [
        ...[count, channel, account, prefix, lang, now],
        ...[units, topics],
      ])
      return rows.map((row) => row.id)
    },
    announcement,
    plan,
    /** An announcement that is on its way to these conversations. */
    async sending(conversations: readonly string[], more: PlannedAnnouncement = {}): Promise<string> {
      const id = await announcement(more)
      await plan(id, conversations)
      return id
    },
    /** These conversations are one person's. @param person a uuid */
    async join(conversations: readonly string[], person: string): Promise<void> {
      await pool.query(
        'insert into person_member (conversation_id, person, joined_at) select id, $2, $3 from unnest($1::bigint[]) id',
        [conversations, person, now],
      )
    },
  }
}
