import type { Sql } from '../../server/database/sql.ts'
import type { ChatCodeMaker } from '../codes/chat-code-maker.ts'

const insert = `
  insert into chat_code (hash, official_id, expires_at)
  values ($1, $2::bigint, clock_timestamp() + interval '24 hours')`

/** A code that makes a chat an official's: good for 24 hours of real time, once. */
export async function issueCode(sql: Sql, official: string, makeCode: ChatCodeMaker): Promise<string> {
  const { code, hash } = makeCode('CB')
  await sql.query({ text: insert, values: [hash, official] })
  return code
}
