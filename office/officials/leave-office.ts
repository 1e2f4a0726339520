import type { Sql } from '../../server/database/sql.ts'
import { AppError } from '../../server/errors.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { voidCodes } from './void-codes.ts'

/** What ended, or went to others, when an official left. */
export interface LeftOffice {
  id: string
  /** How many chats were theirs. */
  chats: number
  /** The neighbourhood groups they headed, and who does now. */
  groups: { id: string; head: string | null }[]
  /** Who acted for them; absent when nobody was named, or they have left too. */
  deputy?: string
}

const leave = `
  update official set left_at = $2::timestamptz where id = $1 and left_at is null
  returning (select d.id::text from official d where d.id = official.deputy and d.left_at is null) as deputy`

const unlink = 'delete from official_chat where official_id = $1 returning 1 as chat'

const forgetDeputy = 'update official set deputy = null where deputy = $1'

// A group has a head whose office that is, or none.
const handOver = `
  update neighbourhood_group set
    head = (select d.id from official d where d.id = $2::bigint and d.role = 'head' and d.left_at is null)
  where head = $1 returning id::text, head::text`

/**
 * Ends an official's access at once: the chats that were theirs are a citizen's, codes that were handed out are void,
 * and nothing is done in their name any more. What they did stays theirs.
 * @param sql of a transaction @param now ISO instant by the injected clock
 * @throws AppError when there is no such official in office
 */
export async function leaveOffice(sql: Sql, id: string, { now }: { now: string }): Promise<LeftOffice> {
  const { rows } = /^\d{1,18}$/.test(id)
    ? await sql.query<{ deputy: string | null }>({ text: leave, values: [id, now] })
    : { rows: [] }
  const [left] = rows
  if (!left) throw new AppError('not_found', 'no official in office has this id: officials list shows them')
  const { rows: chats } = await sql.query({ text: unlink, values: [id] })
  await voidCodes(sql, id)
  await sql.query({ text: forgetDeputy, values: [id] })
  const { rows: groups } = await sql.query<{ id: string; head: string | null }>({
    text: handOver,
    values: [id, left.deputy],
  })
  const done = { id, chats: chats.length, groups, ...(left.deputy === null ? {} : { deputy: left.deputy }) }
  await appendAudit(sql, {
    at: now,
    actor: 'operator',
    action: 'official.left',
    detail: { official: id, chats: chats.length, groups },
  })
  return done
}
