import { fileURLToPath } from 'node:url'
import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type AlertKey, alertKeys } from '../../bots/channels/alerts.ts'
import type { ChannelName } from '../../bots/channels/channel.ts'
import { enqueueMessage } from '../../bots/outbox/enqueue-message.ts'
import { loadTexts } from '../../bots/texts/load-texts.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { addOfficial } from '../officials/add-official.ts'
import { createAlerts } from './create-alerts.ts'

const now = '2026-11-21T01:00:00Z'
const { texts } = await loadTexts(fileURLToPath(new URL('../../bots/texts', import.meta.url)))
const hand = { now }
let database: TestDatabase
let made = 0

beforeEach(async () => {
  hand.now = now
  database = await createTestDatabase()
  return database.drop
})

function start(lines: unknown[] = []) {
  const alerts = createAlerts({
    db: database.db,
    clock: { now: () => Temporal.Instant.from(hand.now) },
    log: { warn: (fields: unknown) => lines.push(fields), error: (fields: unknown) => lines.push(fields) },
    text: texts.text,
    enqueue: enqueueMessage,
  })
  onTestFinished(() => alerts.idle())
  return alerts
}

async function operator(
  channel: ChannelName,
  lang: 'vi' | 'en' = 'vi',
  role: 'operator' | 'chair' = 'operator',
) {
  const { db } = database
  made += 1
  const makeCode = () => ({ code: 'CB', hash: `h${made}` })
  const { id: official_id } = await addOfficial(
    database.pool,
    { name: 'Hà', unit: 'all', role },
    { now, makeCode },
  )
  const { id: conversation_id } = await db
    .insertInto('conversation')
    .values({
      channel,
      account: 'a',
      chat: `c${made}`,
      is_group: false,
      state: JSON.stringify({ lang, frames: [], runs: 0 }),
      blocked_at: null,
      created_at: now,
      active_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.insertInto('official_chat').values({ conversation_id, official_id, linked_at: now }).execute()
  return conversation_id
}

/** What each chat was told, by its id. */
async function told() {
  const rows = await database.db
    .selectFrom('outbox')
    .select(['conversation_id', 'reply'])
    .orderBy('id')
    .execute()
  return rows.map(({ conversation_id, reply }) => {
    const [block] = reply?.blocks ?? []
    return { to: conversation_id, says: block?.kind === 'text' ? block.text : '' }
  })
}

describe('an alert', () => {
  it('reaches operators once, each in their language, on channels that are not in trouble', async () => {
    const hoa = await operator('telegram')
    const ann = await operator('zalo_personal', 'en')
    await operator('zalo_oa')
    await operator('telegram', 'vi', 'chair')
    const [one, two] = [start(), start()]
    for (let time = 0; time < 1000; time += 1) {
      one.raise('zalo_oa.quota')
      two.raise('zalo_oa.quota')
    }
    await Promise.all([one.idle(), two.idle()])
    const said = await told()
    expect(said.map(({ to }) => to).toSorted()).toEqual([hoa, ann].toSorted())
    expect(said.find(({ to }) => to === hoa)?.says).toContain('hết hạn mức')
    expect(said.find(({ to }) => to === ann)?.says).toContain('used up its quota')
  })

  it('of no channel reaches operators on every channel', async () => {
    const chats = [await operator('telegram'), await operator('zalo_oa'), await operator('zalo_personal')]
    const alerts = start()
    alerts.raise('dossiers.disagree')
    await alerts.idle()
    const said = await told()
    expect(said.map(({ to }) => to).toSorted()).toEqual(chats.toSorted())
    expect(said[0]?.says).toContain('Hai nguồn')
  })

  it('is said again once it was over, also by another process', async () => {
    await operator('telegram')
    const alerts = start()
    alerts.raise('zalo_oa.refresh_expires', { date: '02/12/2026' })
    alerts.clear('zalo_oa.refresh_expires')
    await alerts.idle()
    const other = start()
    other.raise('zalo_oa.refresh_expires', { date: '03/12/2026' })
    await other.idle()
    expect((await told()).map(({ says }) => /\d\d\/12/.exec(says)?.[0])).toEqual(['02/12', '03/12'])
  })

  it('of what happens, and is never over, is said at most once a day by all processes together', async () => {
    await operator('telegram')
    const [one, two] = [start(), start()]
    const raise = async (at: string) => {
      hand.now = at
      for (const alerts of [one, two]) {
        alerts.raise('dossiers.guessed')
        alerts.raise('zalo_oa.quota')
      }
      await Promise.all([one.idle(), two.idle()])
      return (await told()).filter(({ says }) => says.includes('mã hồ sơ')).length
    }
    expect(await raise(now)).toBe(1)
    expect(await raise('2026-11-22T00:59:59Z')).toBe(1)
    expect(await raise('2026-11-22T01:00:01Z')).toBe(2)
    expect(await raise('2026-11-23T01:00:00Z')).toBe(2)
    expect(await raise('2026-11-23T01:00:02Z')).toBe(3)
    // What lasts is said once until it is cleared.
    expect(await told()).toHaveLength(4)
  })

  it('that found nobody is logged with what to do, and told to whoever is there when it is raised again', async () => {
    const lines: unknown[] = []
    const alone = start(lines)
    alone.raise('zalo_personal.banned')
    await alone.idle()
    expect(lines).toHaveLength(2)
    await operator('web')
    const restarted = start()
    restarted.raise('zalo_personal.banned')
    await restarted.idle()
    expect(await told()).toHaveLength(1)
  })

  it('reaches nobody who has left office or blocked the assistant', async () => {
    await operator('telegram')
    await database.db.updateTable('official').set({ left_at: now }).execute()
    const gone = await operator('telegram')
    await database.db.updateTable('conversation').set({ blocked_at: now }).where('id', '=', gone).execute()
    const alerts = start()
    alerts.raise('zalo_oa.connect')
    await alerts.idle()
    expect(await told()).toEqual([])
  })

  it.each(['vi', 'en'] as const)('has words for everything that may be raised: %s', (lang) => {
    const values = { date: '02/12/2026' }
    const said = alertKeys.map((key: AlertKey) => texts.text(`alert.${key}`, lang, values))
    expect(said.filter((text) => text.length < 40 || /[{}]/.test(text))).toEqual([])
  })
})
