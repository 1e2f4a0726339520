import type { ChannelName } from '../../channels/channel.ts'
import type { Ask, AskAnswer } from '../../dialogue/event.ts'
import { reachPerson } from '../../outbox/reach-person.ts'
import { writeUnasked } from '../../outbox/write-unasked.ts'
import type { EffectScope } from './effect-scope.ts'
import { lockPeople } from './lock-people.ts'
import { whereIs } from './where-is.ts'

const leave = `
  delete from person_member m using person_member own, conversation c
  where own.conversation_id = $1 and m.person = own.person and m.conversation_id = $2 and $1 <> $2
    and c.id = m.conversation_id
  returning m.person, c.channel`

// Whoever is left alone is nobody's other side.
const endAlone = `
  delete from person_member m where person = $1
    and not exists (select from person_member o where o.person = $1 and o.conversation_id <> m.conversation_id)`

/** Takes another conversation out of the person at once, and tells it so. */
export async function unlinkSide(
  { sql, conversation, now, sayings }: EffectScope,
  { side }: Extract<Ask, { kind: 'unlink' }>,
): Promise<AskAnswer> {
  await lockPeople(sql)
  const { rows } = await sql.query<{ person: string; channel: ChannelName }>({
    text: leave,
    values: [conversation.id, side],
  })
  const [left] = rows
  if (!left) return { kind: 'unlinked', where: null }
  await sql.query({ text: endAlone, values: [left.person] })
  const other = await reachPerson(sql, side, 'pass')
  const seen = whereIs(conversation.channel, left.channel)
  if (other) await writeUnasked(sql, other, sayings.link.unlinked(other.lang, seen), now)
  return { kind: 'unlinked', where: whereIs(left.channel, conversation.channel) }
}
