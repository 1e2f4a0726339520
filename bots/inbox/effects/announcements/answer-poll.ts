import type { FollowAnswer, FollowAsk } from '../../../dialogue/event.ts'
import { isFollowId } from '../dossiers/is-follow-id.ts'
import type { EffectScope } from '../effect-scope.ts'

// Whoever has the button got it; that is said again here, since a row that was reduced to counts is counted no more.
// It may be answered until it is over, by the clock of the rules, and what was answered before is no part of the end.
const answer = `
  with poll as materialized (
    select a.id, a.poll->>'question' as question, a.poll->'options'->>$3::int as option
    from announcement_recipient r join announcement a on a.id = r.announcement_id
    where r.conversation_id = $1 and r.announcement_id = $2
      and (r.status in ('sent', 'sending') or r.reason = 'unknown_outcome')
      and a.state in ('sending', 'paused', 'waiting', 'sent') and a.counts is null
      and (a.expires_at is null or a.expires_at > $4::timestamptz)
      and a.poll->'options'->>$3::int is not null
  ), before as materialized (
    select choice from poll_answer where announcement_id = $2 and conversation_id = $1
  ), given as (
    insert into poll_answer (announcement_id, conversation_id, choice, answered_at)
    select id, $1, $3, $4 from poll
    on conflict (announcement_id, conversation_id) do update
      set choice = excluded.choice, answered_at = excluded.answered_at
  )
  select question, option, coalesce((select choice <> $3 from before), false) as changed from poll`

/** As many as an announcement may ever offer. */
const mostOptions = 10

/** Takes an answer to an announcement's question, or another one in its place. */
export async function answerPoll(
  { sql, conversation, now }: EffectScope,
  { announcement, choice }: Extract<FollowAsk, { kind: 'answer_poll' }>,
): Promise<FollowAnswer> {
  if (!isFollowId(announcement) || !Number.isInteger(choice) || choice < 0 || choice >= mostOptions)
    return { kind: 'poll_over' }
  const { rows } = await sql.query<{ question: string; option: string; changed: boolean }>({
    text: answer,
    values: [conversation.id, announcement, choice, now],
  })
  const [given] = rows
  if (!given) return { kind: 'poll_over' }
  const { question, option, changed } = given
  return { kind: 'poll_answered', question, option, ...(changed ? { changed } : {}) }
}
