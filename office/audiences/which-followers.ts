import type { Asked } from './asked.ts'
import { reasonsOfPlace } from './reasons-of-place.ts'
import type { AddValue, Reason, Which } from './which.ts'

/**
 * Which followers an announcement concerns, over `follower f` and `conversation c`. Only what its audience names stands
 * in the conditions, so that an index of that can be used.
 * @param at ISO instant; who began to follow later is not concerned
 * @returns undefined when it is for chats alone
 */
export function whichFollowers(
  { audience, topic, urgent }: Asked,
  at: string,
  add: AddValue,
): Which | undefined {
  const { all, except = {} } = audience
  const area = all ? ['true'] : follows('f', audience, add)
  if (area.length === 0) return undefined
  const exceptions = follows('x', except, add)
  // Whoever is excepted in one of their places is not told in another.
  const excepted: Reason[] = exceptions.map((when) => ({
    why: 'excepted',
    when: `exists (select from follower x where ${when} and x.stopped_at is null and x.conversation_id in (
      select c.id union all
      select o.conversation_id from person_member own join person_member o on o.person = own.person
      where own.conversation_id = c.id))`,
  }))
  const [blocked, ...rest] = reasonsOfPlace(audience, add)
  const offTopic: Reason[] = urgent ? [] : [{ why: 'topic', when: `${add(topic, 'text')} <> all(f.topics)` }]
  return {
    area: `(${area.join(' or ')}) and f.followed_at <= ${add(at, 'timestamptz')}
      and not c.is_group and c.chat not like 'erased:%'`,
    reasons: [
      { why: 'stopped', when: 'f.stopped_at is not null' },
      blocked,
      ...excepted,
      ...offTopic,
      ...rest,
    ],
  }
}

interface Area {
  units?: readonly string[]
  groups?: readonly string[]
}

function follows(follower: string, { units = [], groups = [] }: Area, add: AddValue): string[] {
  return [
    ...(units.length ? [`${follower}.units && ${add(units, 'text[]')}`] : []),
    ...(groups.length ? [`${follower}.groups && ${add(groups, 'bigint[]')}`] : []),
  ]
}
