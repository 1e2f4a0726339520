import type { Sql } from '../../../server/database/sql.ts'

// What was in a message shares its end, also when it was stopped while that was on its way; what was not is held again
// and told by another one, and so is all that a message carried which was not sent for a reason of its own announcement.
const settle = (which: string) => `
  with judged as materialized (
    select m.id, c.status as ended, c.reason, c.settled_at, c.external_id, c.parts_sent, c.conversation_id, c.channel,
      c.account, m.owner is not null and coalesce(c.unknown_outcomes, 0) > 0 as unknown,
      case
        when c.status = 'sending' or c.owner is not null then 'in_hand'
        when c.status = 'planned' then 'waits'
        when c.status = 'sent' and m.owner is not null then 'told'
        when c.status = 'failed' and m.status = 'held' and a.state not in ('stopped', 'expired') then 'failed'
        else 'free'
      end as fate,
      exists (select from announcement_recipient x
        where x.conversation_id = c.conversation_id and x.announcement_id = m.announcement_id) as has_other
    from announcement_recipient m
    left join announcement_recipient c on c.id = m.digest
    left join announcement a on a.id = c.announcement_id
    where m.digest <> m.id ${which}
    for update of m
  )
  update announcement_recipient m set
    status = case j.fate when 'told' then 'sent' when 'failed' then 'failed' else m.status end,
    reason = case j.fate when 'told' then null when 'failed' then j.reason else m.reason end,
    settled_at = case when j.fate in ('told', 'failed') then j.settled_at else m.settled_at end,
    external_id = case when j.fate = 'told' then j.external_id end,
    parts_sent = case when j.fate = 'told' then j.parts_sent else 0 end,
    unknown_outcomes = greatest(m.unknown_outcomes, j.unknown::int),
    conversation_id = case when j.fate = 'told' and not j.has_other then j.conversation_id else m.conversation_id end,
    channel = case when j.fate = 'told' and not j.has_other then j.channel else m.channel end,
    account = case when j.fate = 'told' and not j.has_other then j.account else m.account end,
    owner = null,
    digest = case when j.fate = 'waits' then m.digest end
  from judged j where m.id = j.id and j.fate <> 'in_hand'
    and (j.fate <> 'waits' or m.owner is not null)`

const settleAll = settle('')
const settleSome = settle('and m.digest = any($1::bigint[])')

/**
 * Brings to an end what digests told, as their messages ended; of those that are not on their way it changes nothing
 * a second time.
 * @param carriers only what these rows carry; all when absent, which finds what a process that died has left
 */
export async function settleDigests(sql: Sql, carriers?: readonly string[]): Promise<void> {
  if (carriers === undefined) await sql.query({ text: settleAll })
  else if (carriers.length > 0) await sql.query({ text: settleSome, values: [carriers] })
}
