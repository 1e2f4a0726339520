import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { erasePerson } from '../../bots/inbox/erase-person.ts'
import { exportPerson } from '../../bots/inbox/export-person.ts'
import { forgetOld } from '../../bots/inbox/forget-old.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { noon, openDesk, shownCode } from './support/open-desk.ts'

const numbers = { next: 1000 }
const newCode = () => `H26.16-261118-${numbers.next++}`

describe('what is kept of people who asked for dossiers', () => {
  let database: TestDatabase
  let desk: ReturnType<typeof openDesk>
  beforeAll(async () => {
    database = await createTestDatabase()
    desk = openDesk(database)
  })
  afterAll(() => database.drop())

  const forget = (now: string) => {
    const at = Temporal.Instant.from(now)
    return forgetOld(database.pool, { now: () => at })
  }
  const followsOf = async (chat: string) =>
    (
      await database.pool.query<{ ended: boolean }>(
        'select ended_at is not null as ended from dossier_follow where conversation_id = $1',
        [chat],
      )
    ).rows.map(({ ended }) => ended)

  it('is handed out to them: what they follow and the phone number’s last digits', async () => {
    const code = await desk.dossier({ code: newCode(), phone: '0900000077' })
    const chat = await desk.chat('export')
    await desk.ask(chat, desk.phone('0900000077'))
    const [conversation] = (await exportPerson(database.pool, { channel: 'web', chat: 'export' }))
      .conversations
    expect(conversation).toMatchObject({
      phone: { last2: '77' },
      dossiers: [{ code, provedBy: 'phone', tells: 'day', ended: null }],
      photos: [],
    })
  })

  it('goes with their erasure; the log of who looked stays, and nothing ties it to them any more', async () => {
    const code = await desk.dossier({ code: newCode(), phone: '0900000078' })
    const chat = await desk.chat('erased')
    await desk.ask(chat, desk.phone('0900000078'))
    const slip = await desk.slip(code)
    await desk.redeem(chat, slip)
    const { rows } = await database.pool.query<{ pseudonym: string }>(
      'select pseudonym from conversation where id = $1',
      [chat],
    )
    const actor = `citizen:${rows[0]?.pseudonym}`
    const entries = (await desk.audit()).filter((one) => one.actor === actor)
    expect(entries.length).toBeGreaterThan(1)

    const who = { channel: 'web', chat: 'erased' }
    expect(await erasePerson(database.pool, who, { now: noon, recordErasure: async () => {} })).toBe(1)
    for (const table of ['dossier_follow', 'proven_phone', 'photo_reading'])
      expect(
        (await database.pool.query(`select from ${table} where conversation_id = $1`, [chat])).rows,
      ).toEqual([])
    expect((await desk.audit()).filter((one) => one.actor === actor)).toEqual(entries)
    const { rows: tied } = await database.pool.query('select from conversation where pseudonym = $1', [
      rows[0]?.pseudonym,
    ])
    expect(tied).toEqual([])

    const back = await desk.chat('erased')
    expect(await desk.askFor(back, code)).toEqual({ kind: 'dossier_unproved', code })
    expect(await desk.redeem(back, slip)).toEqual({ kind: 'slip_refused', reason: 'unknown' })
    expect(await desk.ask(back, { kind: 'my_dossiers' })).toMatchObject({ dossiers: [], phone: 'unproved' })
    const after = (await desk.audit()).at(-1)
    expect(after?.actor).not.toBe(actor)
  })

  it('of a given-up dossier goes after thirty days, unless its phone number would begin it anew', async () => {
    const [bySlip, byPhone] = [await desk.chat('gave up slip'), await desk.chat('gave up phone')]
    const code = await desk.dossier({ code: newCode(), phone: '0900000079' })
    await desk.redeem(bySlip, await desk.slip(code))
    await desk.ask(byPhone, desk.phone('0900000079'))
    for (const chat of [bySlip, byPhone]) {
      const shown = await desk.askFor(chat, code)
      await desk.ask(chat, {
        kind: 'unfollow',
        follow: (shown.kind === 'dossier' && shown.dossier.follow?.id) || '',
      })
      expect(await followsOf(chat)).toEqual([true])
    }
    await forget('2026-12-19T05:00:00Z')
    expect(await followsOf(bySlip)).toEqual([true])
    await forget('2026-12-20T06:00:00Z')
    expect(await followsOf(bySlip)).toEqual([])
    expect(await followsOf(byPhone)).toEqual([true])
    expect(await desk.ask(byPhone, { kind: 'my_dossiers' })).toMatchObject({ dossiers: [], phone: 'proved' })
    await database.pool.query('update dossier set status = 10 where code = $1', [code])
    await forget('2026-12-20T06:00:00Z')
    expect(await followsOf(byPhone)).toEqual([])
  })

  it('ends with the dossier, also where a follow was made after its end', async () => {
    const chat = await desk.chat('after the end')
    const [over, going] = [newCode(), newCode()]
    await desk.dossier({ code: over, status: 10, statusAt: '2026-11-10T00:00:00Z' })
    await desk.dossier({ code: going, status: 4, statusAt: '2026-01-10T00:00:00Z' })
    for (const code of [over, going])
      expect(shownCode(await desk.redeem(chat, await desk.slip(code)))).toBe(code)
    await forget('2026-12-19T00:00:00Z')
    expect((await followsOf(chat)).toSorted()).toEqual([false, false])
    await forget('2026-12-21T00:00:00Z')
    const now = { now: '2026-12-21T00:00:00Z' }
    expect(await desk.askFor(chat, over, now)).toEqual({ kind: 'dossier_unproved', code: over })
    expect(shownCode(await desk.askFor(chat, going, now))).toBe(going)
  })

  it('is forgotten in time: settled pushes, photos never read, tries, slips', async () => {
    const chat = await desk.chat('leftovers')
    const code = await desk.dossier({ code: newCode() })
    const shown = await desk.redeem(chat, await desk.slip(code))
    const follow = (shown.kind === 'dossier' && shown.dossier.follow?.id) || ''
    await database.pool.query(
      `insert into dossier_push (follow_id, channel, due_at, status, planned_at, settled_at)
       values ($1, 'web', $2, 'sent', $2, $2), ($1, 'web', $2, 'planned', $2, null)`,
      [follow, noon],
    )
    await database.pool.query(
      `insert into photo_reading (conversation_id, image, asked_at) values ($1, 'file', $2)`,
      [chat, noon],
    )
    for (let n = 0; n < 10; n++) await desk.askFor(chat, `H26.16-261101-${1000 + n}`)
    await desk.slip(code)
    await database.pool.query(`update dossier_slip set expires_at = clock_timestamp() - interval '2 days'`)
    const left = async () => {
      const { rows } = await database.pool.query<Record<string, number>>(
        `select (select count(*)::int from dossier_push) as pushes, (select count(*)::int from photo_reading) as photos,
           (select count(*)::int from code_try where kind = 'dossier') as tries,
           (select count(*)::int from dossier_slip) as slips`,
      )
      return rows[0]
    }
    await forget('2026-11-22T04:00:00Z')
    expect(await left()).toMatchObject({ pushes: 2, photos: 1, slips: 0 })
    // A rehearsal's clock far from the real one does not forget what it has just counted.
    expect((await left())?.tries).toBeGreaterThanOrEqual(10)
    await forget('2026-12-24T00:00:00Z')
    expect(await left()).toEqual({ pushes: 1, photos: 0, tries: 0, slips: 0 })
  })
})
