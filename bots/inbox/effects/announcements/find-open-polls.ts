import type { FollowAnswer, PollOption } from '../../../dialogue/event.ts'
import type { EffectScope } from '../effect-scope.ts'
import { findLastAnnouncement } from './find-last-announcement.ts'

// In a digest the announcement that carries it comes first, and the others in the order in which they were written.
const find = `
  select r.announcement_id::text as announcement, a.poll->'options' as options
  from announcement_recipient shown
  join announcement_recipient r on r.conversation_id = shown.conversation_id
    and (r.id = shown.id or r.digest = shown.digest)
  join announcement a on a.id = r.announcement_id
  where shown.id = $1
  order by (r.id = r.digest) desc nulls last, r.announcement_id`

/** What may be answered by typing: the question of the announcement that came last, while nothing was said since. */
export async function findOpenPolls(
  scope: Pick<EffectScope, 'sql' | 'conversation' | 'quotes'>,
): Promise<Extract<FollowAnswer, { kind: 'open_polls' }>> {
  const last = await findLastAnnouncement(scope)
  if (!last?.isAnswered) return { kind: 'open_polls', options: [] }
  const { rows } = await scope.sql.query<{ announcement: string; options: string[] | null }>({
    text: find,
    values: [last.row],
  })
  const several = rows.filter(({ options }) => options).length > 1
  const options = rows.flatMap(({ announcement, options }, at): PollOption[] =>
    (options ?? []).map((option, choice) => ({
      announcement,
      choice,
      option,
      ...(several ? { item: at + 1 } : {}),
    })),
  )
  return { kind: 'open_polls', options }
}
