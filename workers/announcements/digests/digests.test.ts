import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { announcementRows } from '../../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { digestOf } from './digest-of.ts'
import { nextDigest } from './next-digest.ts'
import { settleDigests } from './settle-digests.ts'
import { writeDigests } from './write-digests.ts'

const yesterday = '2026-11-29T03:00:00.000Z'
const morning = '2026-11-30T00:00:00.000Z'
const units = ['hoan-kiem']

describe('what was held of a day', () => {
  let database: TestDatabase
  let rows: ReturnType<typeof announcementRows>
  let author: string
  beforeAll(async () => {
    database = await createTestDatabase()
    rows = announcementRows(database.pool, yesterday)
    author = await rows.official()
  })
  beforeEach(async () => {
    await database.pool.query('delete from announcement')
    await database.pool.query('delete from conversation')
  })
  afterAll(() => database.drop())

  const query = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await database.pool.query<Row & Record<string, unknown>>(text, values)).rows
  const write = (at = morning, pageSize?: number) =>
    writeDigests(database.pool, {
      now: Temporal.Instant.from(at),
      ...(pageSize === undefined ? {} : { pageSize }),
    })
  const settle = () => settleDigests(database.pool)

  const announcements = (count: number, more: Parameters<typeof rows.announcement>[1] = {}) =>
    Promise.all(
      Array.from({ length: count }, () => rows.announcement(author, { plannedAt: yesterday, ...more })),
    ).then((ids) => ids.toSorted((a, b) => Number(a) - Number(b)))

  async function hold(announcement: string, chat: string, notBefore = morning): Promise<string> {
    const id = await rows.recipient(announcement, chat, { status: 'held' })
    await query('update announcement_recipient set not_before = $2 where id = $1', [id, notBefore])
    return id
  }

  /** Somebody for whom so many are held. */
  async function holding(count: number, more: Parameters<typeof rows.chat>[1] = {}) {
    const chat = await rows.chat('zalo_oa', { units, ...more })
    const ids = await announcements(count)
    const held: string[] = []
    for (const id of ids) held.push(await hold(id, chat))
    return { chat, ids, held }
  }

  /** As the sender takes a row in hand, and asks what it carries. */
  async function begin(carrier: string) {
    await query(`update announcement_recipient set status = 'sending', owner = 7 where id = $1`, [carrier])
    return (await digestOf(database.pool, [carrier], morning)).get(carrier)
  }
  const end = (carrier: string, set: string) =>
    query(`update announcement_recipient set owner = null, ${set} where id = $1`, [carrier])
  const sent = `status = 'sent', settled_at = '${morning}', external_id = 'm1', parts_sent = 1`

  const states = async (ids: readonly string[]) =>
    (
      await query<{ status: string; reason: string | null }>(
        'select status, reason from announcement_recipient where id = any($1::bigint[]) order by id',
        [ids],
      )
    ).map(({ status, reason }) => (reason === null ? status : `${status} ${reason}`))

  it('is due on the next day of Hanoi', () => {
    expect(`${nextDigest(Temporal.Instant.from('2026-11-29T16:59:59Z'), '07:00')}`).toBe(
      '2026-11-30T00:00:00Z',
    )
    expect(`${nextDigest(Temporal.Instant.from('2026-11-29T17:00:00Z'), '08:30')}`).toBe(
      '2026-12-01T01:30:00Z',
    )
  })

  it('is one message of all that are held for a person, and ends with it', async () => {
    const { held, ids } = await holding(3)
    expect(await write()).toBe(1)
    expect(await states(held)).toEqual(['planned', 'held', 'held'])
    const [carrier = ''] = held
    expect(await begin(carrier)).toEqual(ids.slice(1))
    await end(carrier, sent)
    await settle()
    expect(await states(held)).toEqual(['sent', 'sent', 'sent'])
    expect(await query('select distinct external_id, settled_at, owner from announcement_recipient')).toEqual(
      [{ external_id: 'm1', settled_at: morning, owner: null }],
    )
  })

  it('is the announcement itself when it is the only one', async () => {
    const { held } = await holding(1)
    await write()
    expect(await states(held)).toEqual(['planned'])
    expect(await begin(held[0] ?? '')).toBeUndefined()
    // It is not to be held again, and is told so by naming itself.
    expect(await query('select digest = id as own, not_before from announcement_recipient')).toEqual([
      { own: true, not_before: null },
    ])
  })

  it('waits for its day and its hour', async () => {
    const { held } = await holding(2)
    expect(await write('2026-11-29T14:59:00Z')).toBe(0)
    await query(`update announcement_recipient set not_before = '2026-11-30T00:00:00Z'`)
    expect(await write('2026-11-30T15:00:00Z')).toBe(0)
    expect(await states(held)).toEqual(['held', 'held'])
    expect(await write('2026-12-01T00:00:00Z')).toBe(1)
  })

  it('leaves out what was stopped, paused, changed or has expired', async () => {
    const { held, ids } = await holding(6)
    const set = (index: number, what: string) =>
      query(`update announcement set ${what} where id = $1`, [ids[index]])
    await set(0, `state = 'paused', pause = 'asked'`)
    await set(1, `expires_at = '${morning}'`)
    await set(2, `state = 'stopped'`)
    expect(await write()).toBe(1)
    await set(4, `state = 'paused', pause = 'asked'`)
    expect(await begin(held[3] ?? '')).toEqual([ids[5]])
    await end(held[3] ?? '', sent)
    await settle()
    expect(await states(held)).toEqual(['held', 'held', 'held', 'sent', 'held', 'sent'])
    // What was paused goes by another one, later.
    await query(`update announcement set state = 'sending', pause = null where state = 'paused'`)
    expect(await write()).toBe(1)
    expect(await states([held[0] ?? '', held[4] ?? ''])).toEqual(['planned', 'held'])
  })

  it('leaves out what the person has chosen meanwhile not to hear', async () => {
    const { held, ids, chat } = await holding(3)
    await query(`update announcement set topic = 'y-te' where id = $1`, [ids[2]])
    await write()
    expect(await begin(held[0] ?? '')).toEqual([ids[1]])
    await end(held[0] ?? '', sent)
    await settle()
    await query(`update follower set units = '{cua-nam}' where conversation_id = $1`, [chat])
    // Planned by itself, it is skipped as everything is that is not wanted.
    await write()
    expect(await states(held)).toEqual(['sent', 'sent', 'planned'])
  })

  it('shares the end of a message that failed', async () => {
    const { held } = await holding(2)
    await write()
    await begin(held[0] ?? '')
    await end(held[0] ?? '', `status = 'failed', reason = 'permanent', settled_at = '${morning}'`)
    await settle()
    expect(await states(held)).toEqual(['failed permanent', 'failed permanent'])
  })

  it('is in the message again when that is tried once more, and counts as perhaps arrived', async () => {
    const { held, ids } = await holding(3)
    await write()
    const [carrier = '', second = '', third = ''] = held
    await begin(carrier)
    await end(carrier, `status = 'planned', reason = 'unknown_outcome', unknown_outcomes = 1, wave = 2`)
    await settle()
    expect(await states(held)).toEqual(['planned unknown_outcome', 'held', 'held'])
    // Its announcement is stopped meanwhile: those who correct it will find that it may have arrived.
    await query(`update announcement_recipient set status = 'skipped', reason = 'stopped' where id = $1`, [
      third,
    ])
    expect(await begin(carrier)).toEqual([ids[1]])
    await end(carrier, `status = 'failed', reason = 'unknown_outcome', unknown_outcomes = 2`)
    await settle()
    expect(await states([carrier, second])).toEqual(['failed unknown_outcome', 'failed unknown_outcome'])
    expect(
      await query(
        'select unknown_outcomes > 0 as unknown, status from announcement_recipient where id = $1',
        [third],
      ),
    ).toEqual([{ unknown: true, status: 'skipped' }])
  })

  it('was told, though it was stopped while the message was on its way', async () => {
    const { held } = await holding(2)
    await write()
    await begin(held[0] ?? '')
    await query(`update announcement_recipient set status = 'skipped', reason = 'stopped' where id = $1`, [
      held[1],
    ])
    await end(held[0] ?? '', sent)
    await settle()
    expect(await states(held)).toEqual(['sent', 'sent'])
  })

  it('is told by another message when the announcement that carried it was stopped, or deleted', async () => {
    for (const over of [
      (id: string) => end(id, `status = 'skipped', reason = 'stopped'`),
      (id: string) => query('delete from announcement_recipient where id = $1', [id]),
    ]) {
      const { held } = await holding(3)
      await write()
      await over(held[0] ?? '')
      await settle()
      expect(await write()).toBe(1)
      expect(await states(held.slice(1))).toEqual(['planned', 'held'])
    }
  })

  it('is left alone while its message is on its way', async () => {
    const { held } = await holding(2)
    await write()
    await begin(held[0] ?? '')
    await settle()
    expect(await write()).toBe(0)
    await end(held[0] ?? '', sent)
    await settle()
    expect(await states(held)).toEqual(['sent', 'sent'])
  })

  it('is one message for a person of several places, each announcement once', async () => {
    const first = await rows.chat('zalo_oa', { units, person: 'p' })
    const second = await rows.chat('telegram', { units, person: 'p' })
    const [one = '', two = ''] = await announcements(2)
    const held = [await hold(one, first), await hold(two, second), await hold(one, second)]
    expect(await write(morning, 1)).toBe(1)
    expect(await states(held)).toEqual(['planned', 'held', 'skipped merged'])
    // It was refused in the first place, and moved to the second one.
    await query('update announcement_recipient set conversation_id = $2, channel = $3 where id = $1', [
      held[0],
      await rows.chat('telegram', { person: 'p' }),
      'telegram',
    ])
    await begin(held[0] ?? '')
    await end(held[0] ?? '', sent)
    await settle()
    const places = await query<{ place: string }>(
      `select distinct conversation_id::text as place from announcement_recipient where status = 'sent'`,
    )
    expect(places).toHaveLength(1)
  })

  it('is nothing any more for whoever was erased', async () => {
    const { held, chat } = await holding(2)
    await query('delete from conversation where id = $1', [chat])
    expect(await write()).toBe(0)
    expect(await states(held)).toEqual(['skipped erased', 'skipped erased'])
  })

  it('is one message a person, however many processes write at once', async () => {
    const ids = await announcements(2)
    const chats = await Promise.all(Array.from({ length: 25 }, () => rows.chat('zalo_oa', { units })))
    for (const chat of chats) for (const id of ids) await hold(id, chat)
    const written = await Promise.all(Array.from({ length: 4 }, () => write(morning, 10)))
    // Whoever found another one at it left it to that.
    expect(written.reduce((sum, count) => sum + count) + (await write(morning, 10))).toBe(25)
    expect(
      await query('select status, count(*)::int as n from announcement_recipient group by 1 order by 1'),
    ).toEqual([
      { status: 'held', n: 25 },
      { status: 'planned', n: 25 },
    ])
  })
})
