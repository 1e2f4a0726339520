import type { Pool } from 'pg'
import type { Lang } from '../../bots/dialogue/event.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { sealReply } from '../../bots/outbox/seal-reply.ts'
import { writeUnasked } from '../../bots/outbox/write-unasked.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { AnnouncementParts } from './announcement-parts.ts'
import { capLock } from './cap-lock.ts'
import { type Claim, claimStatement, type LookedAt, type Recipient } from './claim-statement.ts'
import type { Told } from './create-composer.ts'
import { digestOf } from './digests/digest-of.ts'
import { settleDigests } from './digests/settle-digests.ts'

// As a turn locks them, so that their messages are committed in the order of their ids: whoever reads on from one would
// miss what came later with a lower one. Whoever is in a turn, or being erased, is for the next time.
const lock = 'select id::text from conversation where id = any($1::bigint[]) for no key update skip locked'

const settle = `
  update announcement_recipient r set owner = null,
    status = case when v.message is null then 'planned' else 'sent' end,
    external_id = v.message, parts_sent = (v.message is not null)::int,
    settled_at = case when v.message is not null then $2::timestamptz end
  from json_to_recordset($1::json) v(id bigint, message text) where r.id = v.id`

interface Written {
  /** How many rows were looked at, and the last of them; of those, who has it and who waits. */
  looked: number
  last: string
  sent: number
  waiting: number
  /** Who is still in hand, since they may want it in another place. */
  left: Recipient[]
}

/**
 * Writes an announcement to recipients whose channel comes and reads: being written is being sent, so it is one
 * transaction.
 * @param compose what it says, in a language, with what was held of others; not sealed yet
 */
export function writeRecipients(
  { pool, tapKey }: Pick<AnnouncementParts, 'tapKey'> & { pool: Pool },
  claim: Claim,
  compose: (lang: Lang, told: Told) => Promise<Reply> | Reply,
): Promise<Written> {
  const { channel, account } = claim.of
  return inTransaction(pool, async (sql) => {
    const cap = capLock(claim)
    if (cap) await sql.query(cap)
    const { rows } = await sql.query<LookedAt>(claimStatement(claim))
    const inHand = rows.filter(({ verdict }) => verdict === 'send' || verdict === 'blocked')
    const locked = await sql.query<{ id: string }>({
      text: lock,
      values: [inHand.map(({ conversationId }) => conversationId)],
    })
    const free = new Set(locked.rows.map(({ id }) => id))
    const carriers = inHand.flatMap(({ id, carries }) => (carries ? [id] : []))
    const held = await digestOf(sql, carriers, claim.now)
    const written: { id: string; message: string | null }[] = []
    for (const { id, conversationId, chat, lang } of inHand) {
      const person = { id: conversationId, channel, account, chat, lang }
      const reply = sealReply(await compose(lang, { held: held.get(id) ?? [], sql }), tapKey, conversationId)
      const message = free.has(conversationId) ? await writeUnasked(sql, person, reply, claim.now) : null
      written.push({ id, message })
    }
    if (written.length > 0) await sql.query({ text: settle, values: [JSON.stringify(written), claim.now] })
    await settleDigests(sql, carriers)
    const sent = written.filter(({ message }) => message !== null).length
    const last = rows.reduce((latest, { id }) => (BigInt(id) > BigInt(latest) ? id : latest), claim.after)
    const left = rows.flatMap(({ verdict, ...row }): Recipient[] => (verdict === 'left_here' ? [row] : []))
    return { looked: rows.length, last, sent, waiting: written.length - sent, left }
  })
}
