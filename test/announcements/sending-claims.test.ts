import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { connect } from '../../server/database/connect.ts'
import { createLog } from '../../server/log.ts'
import { type Claim, claimStatement } from '../../workers/announcements/claim-statement.ts'
import { createComposer } from '../../workers/announcements/create-composer.ts'
import type { UnderWay } from '../../workers/announcements/under-way.ts'
import { writeRecipients } from '../../workers/announcements/write-recipients.ts'
import { wordsOf } from '../faults/support/scripted-turn.ts'
import { tapKey } from '../faults/support/start.ts'
import { plainAnnouncements } from './support/plain-announcements.ts'
import { setUpSending } from './support/set-up-sending.ts'

const now = '2026-11-23T03:00:00.000Z'

// Announcements that have ended long ago; one was sent on the day before.
const addEnded = `
  insert into announcement (state, unit, author, title, text, topic, audience, recipients, approver, approved_at,
    planned_at, began_at, ended_at, created_at, updated_at)
  select 'sent', unit, author, title, text, topic, audience, 1, approver, t, t, t, t, t, t
  from announcement, generate_series(1, 3000) n, lateral (select $2::timestamptz - n * interval '1 day' as t) ended
  where id = $1`

describe('the claim of recipients of an announcement that counts', () => {
  const given = setUpSending(Temporal.Instant.from(now))

  function claimOf(id: string, channel: Claim['of']['channel']): Claim {
    const announcement: UnderWay = {
      ...{ id, version: 1, urgent: false, corrects: null, topic: 'chung', audience: { all: true } },
      ...{ approvedAt: now, beganAt: now, expiresAt: null, waves: [1] },
    }
    return {
      ...{
        announcement,
        of: { channel, account: 'bot' },
        wave: 1,
        after: '0',
        limit: 8,
        owner: '1',
        begin: true,
      },
      ...{ now, dayStart: '2026-11-22T17:00:00Z', perDay: 3, heldUntil: now, others: false },
    }
  }

  it('reads none of the announcements that were over before today', async () => {
    const id = await given.rows.sending(await given.rows.followers(20))
    await given.query(addEnded, [id, now])
    await given.query('analyze announcement, announcement_recipient, conversation, follower')
    const { text, values } = claimStatement(claimOf(id, 'telegram'))
    const { rows } = await given.query<{ 'QUERY PLAN': string }>(
      `explain (costs off) ${text}`,
      values as unknown[],
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('using announcement_counted')
    expect(plan).not.toContain('Seq Scan on announcement\n')
  })

  it('writes what was held along with it by the one connection that it has', async () => {
    const [chat = ''] = await given.rows.followers(1, { channel: 'web' })
    const id = await given.rows.sending([chat], { title: 'Tin 4' })
    const held = await given.rows.sending([chat], { title: 'Tin 5' })
    await given.query(
      `update announcement_recipient r set digest = own.id,
        status = case when r.announcement_id = $1 then 'planned' else 'held' end
       from announcement_recipient own where own.announcement_id = $1`,
      [id],
    )
    const { pool, close } = connect(given.connection, createLog('silent'), { max: 1 })
    try {
      const { facts } = given
      const composer = createComposer({
        pool,
        known: () => ({ facts, sayings: plainAnnouncements, isUnit: () => true }),
      })
      const claim = claimOf(id, 'web')
      const reader = { ...claim.of, capabilities: { maxText: 20_000, edit: false } }
      const written = await writeRecipients({ pool, tapKey }, claim, async (lang, told) => {
        const [reply] = (await composer.compose(claim.announcement, { ...reader, lang }, told)) ?? []
        return reply ?? { blocks: [] }
      })
      expect(written).toMatchObject({ looked: 1, sent: 1, waiting: 0 })
    } finally {
      await close()
    }
    const { rows } = await given.query<{ reply: Reply }>('select reply from outbox')
    expect(rows.map(({ reply }) => wordsOf(reply))).toEqual([expect.stringContaining('Tin 5')])
    expect(await given.counts(held)).toMatchObject({ sent: 1, held: 0 })
  })
})
