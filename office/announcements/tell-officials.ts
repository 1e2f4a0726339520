import type { KeyObject } from 'node:crypto'
import type { Lang } from '../../bots/dialogue/event.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { reachPerson } from '../../bots/outbox/reach-person.ts'
import { sealReply } from '../../bots/outbox/seal-reply.ts'
import { writeUnasked } from '../../bots/outbox/write-unasked.ts'
import type { Sql } from '../../server/database/sql.ts'
import { chatsOf } from './chats-of.ts'

/**
 * Writes to officials unasked, in the chat that each used last, or in their deputy's when they have linked none. A chat
 * that is being erased at this moment is passed over.
 * @param officials ids
 * @param options.but ids of those who are not written to, for themselves or for others
 * @param options.now ISO instant
 * @returns how many were written to
 */
export async function tellOfficials(
  sql: Sql,
  officials: readonly string[],
  reply: (lang: Lang) => Reply,
  { tapKey, now, but }: { tapKey: KeyObject; now: string; but?: readonly string[] },
): Promise<number> {
  let told = 0
  for (const chat of await chatsOf(sql, officials, but)) {
    const person = await reachPerson(sql, chat, 'pass')
    if (!person) continue
    await writeUnasked(sql, person, sealReply(reply(person.lang), tapKey, person.id), now)
    told += 1
  }
  return told
}
