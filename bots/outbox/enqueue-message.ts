import { CompiledQuery, type Transaction } from 'kysely'
import type { Database } from '../../server/database/schema.ts'
import type { Sql, Statement } from '../../server/database/sql.ts'
import type { Reply } from '../dialogue/reply.ts'
import { reachPerson } from './reach-person.ts'
import { writeUnasked } from './write-unasked.ts'

/**
 * Puts a message that nobody asked for (a reminder) into the outbox, within the transaction of whoever decided
 * it. It goes out after what waits for the person already. Its buttons, if any, have to be sealed already.
 * @param message.now ISO instant by the injected clock
 * @returns its id; null when nothing was written: somebody who blocked the assistant or was erased gets nothing
 */
export async function enqueueMessage(
  trx: Transaction<Database>,
  { conversationId, reply, now }: { conversationId: string; reply: Reply; now: string },
): Promise<string | null> {
  const sql: Sql = {
    query: <Row extends object>({ text, values = [] }: Statement) =>
      trx.executeQuery<Row>(CompiledQuery.raw(text, values)),
  }
  const person = await reachPerson(sql, conversationId, 'wait')
  return person ? writeUnasked(sql, person, reply, now) : null
}
