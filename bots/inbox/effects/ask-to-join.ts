import type { Sql } from '../../../server/database/sql.ts'

// A new number in place of an older question's: that one's buttons are over with it.
const ask = `
  insert into join_offer (conversation_id, other_id, agreed, asked_at) values ($1, $2, $3, clock_timestamp())
  on conflict ((least(conversation_id, other_id)), (greatest(conversation_id, other_id))) do update
    set id = default, conversation_id = excluded.conversation_id, other_id = excluded.other_id,
      agreed = excluded.agreed, asked_at = excluded.asked_at
  returning id::text`

/**
 * Keeps that a conversation is asked about another one; both have to be there. It may be answered for 24 hours of
 * real time. An older question between the two ends.
 * @returns the number its buttons carry
 */
export async function askToJoin(
  sql: Sql,
  { asked, about, agreed }: { asked: string; about: string; agreed: boolean },
): Promise<string> {
  const { rows } = await sql.query<{ id: string }>({ text: ask, values: [asked, about, agreed] })
  const [offer] = rows
  if (!offer) throw new Error('An insert returned nothing')
  return offer.id
}
