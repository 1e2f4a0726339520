import type { OfficialRole } from '../../server/database/schema.ts'
import type { Sql } from '../../server/database/sql.ts'
import { AppError } from '../../server/errors.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { ChatCodeMaker } from '../codes/chat-code-maker.ts'
import { findOfficial } from './find-official.ts'
import { issueCode } from './issue-code.ts'

export interface NewOfficial {
  name: string
  /** A slug, or `all` for the city. */
  unit: string
  role: OfficialRole
  phone?: string
  email?: string
  /** The id of the official who acts for them while they are away. */
  deputy?: string
}

const insert = `
  insert into official (name, unit, role, phone, email, deputy, created_at)
  values ($1, $2, $3, $4, $5, $6::bigint, $7::timestamptz) returning id::text`

/**
 * Enters an official, with a code that makes a chat theirs: good for 24 hours of real time, once.
 * @param sql of a transaction @param now ISO instant by the injected clock
 * @throws AppError when the deputy is no official in office
 */
export async function addOfficial(
  sql: Sql,
  official: NewOfficial,
  { now, makeCode }: { now: string; makeCode: ChatCodeMaker },
): Promise<{ id: string; link_code: string }> {
  const { name, unit, role, phone, email, deputy } = official
  if (deputy !== undefined && !(await findOfficial(sql, deputy)))
    throw new AppError(
      'not_found',
      `no official in office has the id of the deputy: officials list shows them`,
    )
  const values = [name, unit, role, phone ?? null, email ?? null, deputy ?? null, now]
  const { rows } = await sql.query<{ id: string }>({ text: insert, values })
  const [added] = rows
  if (!added) throw new Error('An official was not written')
  const { id } = added
  await appendAudit(sql, {
    at: now,
    actor: 'operator',
    action: 'official.added',
    detail: { official: id, unit, role },
  })
  return { id, link_code: await issueCode(sql, id, makeCode) }
}
