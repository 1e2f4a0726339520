import type { AddValue, Which } from '../../office/audiences/which.ts'
import { whichChats } from '../../office/audiences/which-chats.ts'
import { whichFollowers } from '../../office/audiences/which-followers.ts'
import type { UnderWay } from './under-way.ts'

/**
 * Whether a planned recipient is one still, as a condition over `conversation c` and their `follower f`, which may be
 * missing. Whoever got what is corrected hears the correction, whatever they chose since, unless they stopped. Who
 * blocked us is one still: it is heard of elsewhere.
 */
export function whoIsWanted(
  announcement: Pick<UnderWay, 'audience' | 'approvedAt' | 'topic' | 'urgent' | 'corrects'>,
  add: AddValue,
): string {
  const { audience, approvedAt, topic, urgent, corrects } = announcement
  if (corrects !== null)
    return `case when c.is_group then exists (select from bound_chat b where b.conversation_id = c.id)
      else f.conversation_id is not null and f.stopped_at is null end`
  const followers = whichFollowers({ audience, topic, urgent }, approvedAt, add)
  const chats = whichChats(audience, approvedAt, add)
  return `case
    when c.is_group then ${chats ? `exists (select from bound_chat b where b.conversation_id = c.id and ${holds(chats)})` : 'false'}
    when f.conversation_id is null then false else ${followers ? holds(followers) : 'false'} end`
}

function holds({ area, reasons }: Which): string {
  const others = reasons.filter(({ why }) => why !== 'blocked')
  return `(${area}${others.map(({ when }) => ` and not (${when})`).join('')})`
}
