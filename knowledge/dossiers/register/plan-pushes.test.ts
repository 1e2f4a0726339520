import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { inTransaction } from '../../../server/database/in-transaction.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { dossierRows } from '../../../test/support/dossier-rows.ts'
import { planPushes } from './plan-pushes.ts'

const morning = '2026-11-23T03:00:00Z'
const rules = { settle_seconds: 10 }

// Of this database alone: who waits in others of the same server belongs to other test files.
const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

let database: TestDatabase
let rows: ReturnType<typeof dossierRows>
beforeAll(async () => {
  database = await createTestDatabase()
  rows = dossierRows(database.pool, morning)
})
beforeEach(async () => {
  await database.pool.query('delete from conversation')
  await database.pool.query('delete from dossier')
})
afterAll(() => database.drop())

const changed = (dossiers: string[], now = morning) =>
  inTransaction(database.pool, (sql) => planPushes(sql, dossiers, { now, rules }))

async function planned() {
  const { rows: found } = await database.pool.query(
    `select f.conversation_id::text as chat, f.dossier_id::text as dossier, p.due_at as due
     from dossier_push p join dossier_follow f on f.id = p.follow_id where p.status = 'planned' order by p.id`,
  )
  return found
}

describe('a change of a dossier', () => {
  it('is told to its followers once it has settled', async () => {
    const [chat, dossier, other] = [await rows.chat('telegram'), await rows.dossier(), await rows.dossier()]
    await rows.follow(chat, dossier)
    await changed([dossier, other])
    expect(await planned()).toEqual([{ chat, dossier, due: '2026-11-23T03:00:10.000Z' }])
  })

  it('is one with those that come before it is told', async () => {
    const [chat, dossier] = [await rows.chat('telegram'), await rows.dossier()]
    await rows.follow(chat, dossier)
    await changed([dossier])
    await changed([dossier], '2026-11-23T03:00:08Z')
    expect(await planned()).toEqual([{ chat, dossier, due: '2026-11-23T03:00:10.000Z' }])
  })

  it('waits for the morning, unless somebody wants to know at any hour', async () => {
    const [patient, eager] = [await rows.chat('telegram'), await rows.chat('zalo_oa')]
    const dossier = await rows.dossier()
    await rows.follow(patient, dossier)
    await rows.follow(eager, dossier, 'at_once')
    await changed([dossier], '2026-11-23T21:59:55+07:00')
    expect(await planned()).toEqual([
      { chat: patient, dossier, due: '2026-11-24T00:00:00.000Z' },
      { chat: eager, dossier, due: '2026-11-23T15:00:05.000Z' },
    ])
  })

  it('goes unsaid where it is not wanted, and the end of a dossier ends such a follow', async () => {
    const [chat, dossier] = [await rows.chat('telegram'), await rows.dossier()]
    const follow = await rows.follow(chat, dossier, 'no')
    await changed([dossier])
    expect(await planned()).toEqual([])
    await database.pool.query('update dossier set status = 10')
    await changed([dossier])
    expect(await planned()).toEqual([])
    const { rows: found } = await database.pool.query('select ended_at from dossier_follow where id = $1', [
      follow,
    ])
    expect(found).toEqual([{ ended_at: '2026-11-23T03:00:00.000Z' }])
  })

  it('begins the following of whoever has proved its phone number', async () => {
    const chat = await rows.chat('telegram', { phone: 'hash' })
    await rows.chat('telegram', { phone: 'another' })
    const [mine, over] = [
      await rows.dossier({ phone: 'hash' }),
      await rows.dossier({ phone: 'hash', status: 10 }),
    ]
    await changed([mine, over])
    expect(await planned()).toEqual([{ chat, dossier: mine, due: '2026-11-23T03:00:10.000Z' }])
  })

  it('begins the following of the newest, where very many come in at once under one phone number', async () => {
    const chat = await rows.chat('telegram', { phone: 'hash' })
    const dossiers: string[] = []
    for (let n = 0; n < 52; n++) dossiers.push(await rows.dossier({ phone: 'hash' }))
    await changed(dossiers)
    expect(await planned()).toEqual(
      dossiers.slice(2).map((dossier) => expect.objectContaining({ chat, dossier })),
    )
  })

  it('does not begin again what a person has given up, in none of their conversations', async () => {
    const gaveUp = await rows.chat('telegram', { phone: 'hash', person: 'p' })
    await rows.chat('zalo_oa', { phone: 'hash', person: 'p' })
    const dossier = await rows.dossier({ phone: 'hash' })
    await rows.follow(gaveUp, dossier)
    await database.pool.query('update dossier_follow set ended_at = $1', [morning])
    await changed([dossier])
    expect(await planned()).toEqual([])
  })

  it('tells a running server when there is something to do, once for all of one second', async () => {
    const listener = new Client(database.connection)
    await listener.connect()
    await listener.query('listen dossiers')
    const heard: (string | undefined)[] = []
    listener.on('notification', ({ payload }) => heard.push(payload))
    const dossiers: string[] = []
    for (let n = 0; n < 3; n++) {
      const dossier = await rows.dossier()
      await rows.follow(await rows.chat('telegram'), dossier)
      dossiers.push(dossier)
    }
    await changed(dossiers)
    await vi.waitFor(() => expect(heard).toEqual(['2026-11-23T03:00:10.000Z']))
    await listener.end()
  })

  it('is planned anew when the one before is being told at this moment', async () => {
    const [chat, dossier] = [await rows.chat('telegram'), await rows.dossier()]
    await rows.follow(chat, dossier)
    await changed([dossier])
    let second = Promise.resolve()
    await inTransaction(database.pool, async (teller) => {
      await teller.query(`select from dossier_push where status = 'planned' for update`)
      second = changed([dossier], '2026-11-23T03:01:00Z')
      await vi.waitFor(async () => {
        const { rows: waits } = await database.pool.query(waiting)
        expect(waits).toHaveLength(1)
      })
      await teller.query(`update dossier_push set status = 'handed'`)
    })
    await second
    expect(await planned()).toEqual([{ chat, dossier, due: '2026-11-23T03:01:10.000Z' }])
  })

  it('never waits in a circle with whoever tells one chat of a person and passes over another', async () => {
    const [hears, silent] = [
      await rows.chat('telegram', { person: 'p' }),
      await rows.chat('zalo_oa', { person: 'p' }),
    ]
    const dossier = await rows.dossier()
    await rows.follow(hears, dossier)
    await rows.follow(silent, dossier, 'no')
    await changed([dossier])
    let second = Promise.resolve()
    await inTransaction(database.pool, async (teller) => {
      await teller.query(`select from dossier_push where status = 'planned' for update`)
      second = changed([dossier], '2026-11-23T03:01:00Z')
      second.catch(() => {})
      await vi.waitFor(async () => {
        const { rows: waits } = await database.pool.query(waiting)
        expect(waits).toHaveLength(1)
      })
      // All of the person's follows go on, whichever of them was told.
      await teller.query('update dossier_follow set notice_at = null')
      await teller.query(`update dossier_push set status = 'handed'`)
    })
    await second
    expect(await planned()).toEqual([{ chat: hears, dossier, due: '2026-11-23T03:01:10.000Z' }])
    // What changed is looked at by the clock, once the silent chat wants to hear again.
    const { rows: found } = await database.pool.query(
      `select notice_at = '-infinity' as looks from dossier_follow where tells = 'no'`,
    )
    expect(found).toEqual([{ looks: true }])
  })

  it('passes over somebody who is being erased, without waiting', async () => {
    const [leaving, staying] = [await rows.chat('telegram'), await rows.chat('telegram')]
    const dossier = await rows.dossier()
    await rows.follow(leaving, dossier)
    await rows.follow(staying, dossier)
    await inTransaction(database.pool, async (eraser) => {
      await eraser.query('select from conversation where id = $1 for update', [leaving])
      await changed([dossier])
      await eraser.query('delete from conversation where id = $1', [leaving])
    })
    expect(await planned()).toMatchObject([{ chat: staying }])
  })
})
