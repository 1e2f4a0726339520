import type { AnnouncementState } from '../../knowledge/announcements/announcement.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { Draft } from './draft.ts'
import { editingActs } from './editing-acts.ts'

/** An announcement that nobody else changes until the transaction ends. */
export interface LockedAnnouncement extends Draft {
  id: string
  state: AnnouncementState
  pause: 'asked' | 'canary' | 'unit_gone' | null
  unit: string
  /** Ids of officials: the author, and who else changed it. */
  writers: readonly string[]
  corrects: string | null
  version: number
  submitted: boolean
  /** Somebody has got it already, or may have. */
  begun: boolean
  recalled: boolean
}

// Recipients may refer to it meanwhile, so it is no `for update`.
const lock = `
  select id::text, state, pause, unit, author::text, title, text, topic, audience, urgent, canary, at, expires_at,
    link, event, poll, corrects::text, version, submitted_version is not distinct from version as submitted,
    recall_asked_at is not null as recalled
  from announcement where id = $1
  for no key update`

const findEditors = `
  select distinct official_id::text as id from announcement_history
  where announcement_id = $1 and act = any($2::text[]) and official_id is not null`

// A statement of its own after the lock, so that what was sent until then is seen.
const findBegun = `
  select exists (
    select from announcement_recipient
    where announcement_id = $1 and status <> 'planned' and (status in ('sending', 'sent', 'failed') or unknown_outcomes > 0)
  ) or exists (
    select from announcement_recipient where announcement_id = $1 and status = 'planned' and unknown_outcomes > 0
  ) or exists (select from announcement where id = $1 and counts is not null) as begun`

interface Row extends Omit<LockedAnnouncement, 'expiresAt' | 'begun' | 'writers'> {
  author: string
  expires_at: string | null
}

/** @param id as text; undefined when there is none of it */
export async function lockAnnouncement(sql: Sql, id: string): Promise<LockedAnnouncement | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined
  const { rows } = await sql.query<Row>({ text: lock, values: [id] })
  const [row] = rows
  if (!row) return undefined
  const { rows: found } = await sql.query<{ begun: boolean }>({ text: findBegun, values: [id] })
  const { rows: editors } = await sql.query<{ id: string }>({ text: findEditors, values: [id, editingActs] })
  const { expires_at, author, ...rest } = row
  return {
    ...rest,
    expiresAt: expires_at,
    writers: [author, ...editors.map((editor) => editor.id)],
    begun: found[0]?.begun ?? false,
  }
}
