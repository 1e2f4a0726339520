import { reachPerson } from '../../outbox/reach-person.ts'
import { sealReply } from '../../outbox/seal-reply.ts'
import { writeUnasked } from '../../outbox/write-unasked.ts'
import { areJoined } from './are-joined.ts'
import { askToJoin } from './ask-to-join.ts'
import type { EffectScope } from './effect-scope.ts'
import { whereIs } from './where-is.ts'

/**
 * Somebody used a code in this conversation: asks, where it was made, whether that was the same person. Nothing is
 * asked of somebody who blocked the assistant or was erased, nor of whoever is joined already.
 * @param maker the conversation in which the code was made
 * @param carried whether it brought a guide along
 */
export async function offerJoin(scope: EffectScope, maker: string, carried: boolean): Promise<void> {
  const { sql, conversation, now, sayings, tapKey } = scope
  const person = await reachPerson(sql, maker, 'pass')
  if (!person || (await areJoined(sql, maker, conversation.id))) return
  const offer = await askToJoin(sql, { asked: maker, about: conversation.id, agreed: false })
  const where = whereIs(conversation.channel, person.channel)
  const reply = sayings.link.offer(person.lang, { offer, where, at: now, carried })
  await writeUnasked(sql, person, sealReply(reply, tapKey, person.id), now)
}
