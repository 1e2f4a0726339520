import { forgetSends } from '../forget-sends.ts'
import type { EffectScope } from './effect-scope.ts'

/**
 * Deletes a conversation with everything in it, and opens an empty one at the same address for the last words
 * and for what the person has written since. In it stay, for a day and without content, the channel's numbers of
 * what was handled in the last four hours: should the channel deliver one of those again, it must not begin anew.
 * What it was joined with stays, without it. Of other conversations nothing is written or locked here, and two have
 * at most one question between them, so two that erase themselves at once never wait in a circle.
 * @param upTo id of the event that asked for it
 * @returns the id of the empty conversation
 */
export async function eraseConversation(
  { sql, conversation, now, recordErasure }: EffectScope,
  upTo: string,
): Promise<string> {
  const { id, channel, account, chat, is_group } = conversation
  // From here on nobody can add to it, and whoever was adding has committed.
  await sql.query({ text: 'select from conversation where id = $1 for update', values: [id] })
  await sql.query({
    text: `update conversation set chat = 'erased:' || gen_random_uuid() where id = $1`,
    values: [id],
  })
  const fresh = await sql.query<{ id: string }>({
    text: `insert into conversation (channel, account, chat, is_group, created_at, active_at)
           values ($1, $2, $3, $4, $5, $5) returning id::text`,
    values: [channel, account, chat, is_group, now],
  })
  const freshId = fresh.rows[0]?.id
  if (freshId === undefined) throw new Error('An insert returned nothing')
  await sql.query({
    text: `update inbox set conversation_id = $2,
             event = case when id > $3 and status = 'new' then event end,
             status = case when id > $3 then status else 'done' end,
             done_at = case when id > $3 then done_at else $4::timestamptz end,
             failure = null
           where conversation_id = $1
             and (status = 'new' or received_at > $4::timestamptz - interval '4 hours')`,
    values: [id, freshId, upTo, now],
  })
  await sql.query({ text: forgetSends, values: [[id]] })
  await sql.query({ text: 'delete from conversation where id = $1', values: [id] })
  await recordErasure({ channel, account, chat }, now)
  return freshId
}
