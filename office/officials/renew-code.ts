import type { Sql } from '../../server/database/sql.ts'
import { AppError } from '../../server/errors.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { ChatCodeMaker } from '../codes/chat-code-maker.ts'
import { findOfficial } from './find-official.ts'
import { issueCode } from './issue-code.ts'
import { voidCodes } from './void-codes.ts'

/**
 * A fresh code that makes a chat an official's; those of before are worth nothing any more, chats that are linked stay.
 * @param sql of a transaction @param now ISO instant by the injected clock
 * @throws AppError when there is no such official in office
 */
export async function renewCode(
  sql: Sql,
  id: string,
  { now, makeCode }: { now: string; makeCode: ChatCodeMaker },
): Promise<string> {
  if (!(await findOfficial(sql, id)))
    throw new AppError('not_found', 'no official in office has this id: officials list shows them')
  await voidCodes(sql, id)
  await appendAudit(sql, { at: now, actor: 'operator', action: 'official.code', detail: { official: id } })
  return issueCode(sql, id, makeCode)
}
