import type { ChannelName } from '../../channels/channel.ts'
import type { Ask, AskAnswer } from '../../dialogue/event.ts'
import { reachPerson } from '../../outbox/reach-person.ts'
import { sealReply } from '../../outbox/seal-reply.ts'
import { writeUnasked } from '../../outbox/write-unasked.ts'
import { askToJoin } from './ask-to-join.ts'
import type { EffectScope } from './effect-scope.ts'
import { joinConversations } from './join-conversations.ts'
import { whereIs } from './where-is.ts'

// Of the answers one counts; the question is over with it.
const take = `
  delete from join_offer j using conversation c
  where j.conversation_id = $1 and c.id = j.other_id
    and j.id = coalesce($2::bigint, (select max(id) from join_offer where conversation_id = $1))
  returning j.other_id::text as other, c.channel, j.agreed,
    j.asked_at > clock_timestamp() - interval '24 hours' as in_time`

interface Taken {
  other: string
  channel: ChannelName
  agreed: boolean
  in_time: boolean
}

/**
 * Takes somebody's answer to whether another conversation is theirs too. What a conversation has proved may be seen
 * from the other one after this, so each of the two has to say yes: first the one in which the code was made, then
 * the one in which it was used. Were the first enough, "type this code" would be a trap: whoever had made the code
 * would see what its victim follows.
 */
export async function answerOffer(
  scope: EffectScope,
  { offer, says }: Extract<Ask, { kind: 'answer_offer' }>,
): Promise<AskAnswer> {
  const { sql, conversation, now, sayings, tapKey } = scope
  const { rows } = await sql.query<Taken>({ text: take, values: [conversation.id, offer] })
  const [asked] = rows
  if (!asked) return { kind: 'offer_over' }
  const where = whereIs(asked.channel, conversation.channel)
  if (says !== 'yes')
    return { kind: 'offer_answered', outcome: says === 'not_me' ? 'not_me' : 'declined', where }
  // Somebody who blocked the assistant meanwhile cannot be asked, nor told.
  const other = asked.in_time ? await reachPerson(sql, asked.other, 'pass') : undefined
  if (!other) return { kind: 'offer_over' }
  const seen = whereIs(conversation.channel, other.channel)
  if (!asked.agreed) {
    const id = await askToJoin(sql, { asked: other.id, about: conversation.id, agreed: true })
    const reply = sayings.link.confirm(other.lang, { offer: id, where: seen })
    await writeUnasked(sql, other, sealReply(reply, tapKey, other.id), now)
    return { kind: 'offer_answered', outcome: 'asked_other', where }
  }
  const beside = await joinConversations(sql, [conversation.id, other.id], now)
  // Whoever was joined to either shares with one more from now on: nobody is added behind their back.
  for (const { id, side } of beside) {
    const told = await reachPerson(sql, id, 'pass')
    const added = side === conversation.id ? other.channel : conversation.channel
    if (told) await writeUnasked(sql, told, sayings.link.joined(told.lang, whereIs(added, told.channel)), now)
  }
  await writeUnasked(sql, other, sayings.link.joined(other.lang, seen), now)
  return { kind: 'offer_answered', outcome: 'joined', where }
}
