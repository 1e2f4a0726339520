import type { ChannelName } from '../../channels/channel.ts'
import type { AskAnswer } from '../../dialogue/event.ts'
import { readState } from '../../dialogue/read-state.ts'
import type { EffectScope } from './effect-scope.ts'
import { whereIs } from './where-is.ts'

// Read as it was committed last, without a lock: were two sides to look at each other, both would wait.
const find = `
  select c.channel, c.state from person_member m
  join person_member o on o.person = m.person and o.conversation_id <> m.conversation_id
  join conversation c on c.id = o.conversation_id
  where m.conversation_id = $1 and c.state is not null
  order by c.active_at desc limit 10`

/** What is under way, or was left, in the person's other conversations; the latest used first. */
export async function findJoinedPlaces({ sql, conversation }: EffectScope): Promise<AskAnswer> {
  const { rows } = await sql.query<{ channel: ChannelName; state: unknown }>({
    text: find,
    values: [conversation.id],
  })
  const places = rows.flatMap(({ channel, state: stored }) => {
    const { frames, left = [], older = [], unit } = readState(stored, false)
    const where = whereIs(channel, conversation.channel)
    return [...frames, ...left, ...older].map(({ flow, answers }) => ({
      flow,
      answers,
      where,
      ...(unit ? { unit } : {}),
    }))
  })
  return { kind: 'joined_places', places }
}
