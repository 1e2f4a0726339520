import { createSecretKey } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { AnnouncementAct } from '../../knowledge/announcements/announcement.ts'
import { loadAnnouncementFacts } from '../../knowledge/announcements/facts/load-announcement-facts.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { createAnnouncement } from './create-announcement.ts'
import type { Office } from './office.ts'
import { submitAnnouncement } from './submit-announcement.ts'
import { tellOfAct } from './tell-of-act.ts'
import { tellOfficials } from './tell-officials.ts'

const { facts } = await loadAnnouncementFacts()
const now = '2026-11-22T03:00:00.000Z'
const tapKey = createSecretKey(Buffer.alloc(32, 1))

let database: TestDatabase
let rows: ReturnType<typeof announcementRows>
beforeAll(async () => {
  database = await createTestDatabase()
  rows = announcementRows(database.pool, now)
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('truncate announcement, official, conversation cascade')
})

/** A chat that an official has linked. */
async function linked(official: string, channel: ChannelName, more: Parameters<typeof rows.chat>[1] = {}) {
  const chat = await rows.chat(channel, more)
  const link = 'insert into official_chat (conversation_id, official_id, linked_at) values ($1, $2, $3)'
  await database.pool.query(link, [chat, official, now])
  return chat
}
const tell = (officials: string[]) =>
  inTransaction(database.pool, (sql) =>
    tellOfficials(
      sql,
      officials,
      (lang) => ({ blocks: [{ kind: 'text', text: lang }], choices: [{ ref: 'k.s.1', label: 'Xem' }] }),
      { tapKey, now },
    ),
  )
const told = async () =>
  (
    await database.pool.query<{
      conversation_id: string
      reply: { blocks: { text: string }[] }
      ref: string
    }>(`select conversation_id, reply, reply->'choices'->0->>'ref' as ref from outbox order by id`)
  ).rows

describe('officials are told', () => {
  it('in the chat they used last, one that rings first, in its language, with sealed buttons', async () => {
    const minh = await rows.official()
    await linked(minh, 'telegram', { activeAt: '2026-11-21T01:00:00Z' })
    const zalo = await linked(minh, 'zalo_oa', { activeAt: '2026-11-21T02:00:00Z', lang: 'en' })
    await linked(minh, 'web', { activeAt: '2026-11-22T02:00:00Z' })
    expect(await tell([minh, minh])).toBe(1)
    const [message, ...more] = await told()
    expect(more).toEqual([])
    expect(message).toMatchObject({ conversation_id: zalo, reply: { blocks: [{ text: 'en' }] } })
    expect(message?.ref).not.toBe('k.s.1')
  })

  it('by their deputy when they have no chat, and not at all when they have left', async () => {
    const [minh, ha, tu] = [await rows.official(), await rows.official(), await rows.official()]
    await database.pool.query('update official set deputy = $2 where id = any($1)', [[minh, tu], ha])
    const deputy = await linked(ha, 'telegram')
    await linked(minh, 'telegram', { blockedAt: now })
    await linked(tu, 'telegram')
    await database.pool.query('update official set left_at = $2 where id = $1', [tu, now])
    expect(await tell([minh, tu])).toBe(1)
    expect(await told()).toMatchObject([{ conversation_id: deputy }])
    expect(await tell([tu])).toBe(0)
  })
})

it('an act is told to those whom it concerns: approvers of the unit, else of the city; then the author', async () => {
  const lan = await rows.official('hoan-kiem', 'approver')
  const lanChat = await linked(lan, 'telegram')
  const city = await rows.official('all', 'approver')
  const cityChat = await linked(city, 'telegram')
  await linked(await rows.official('ba-dinh', 'approver'), 'telegram')
  const act = <T>(work: (office: Office) => Promise<T>) =>
    inTransaction(database.pool, (sql) =>
      work({ sql, now, facts, served: ['hoan-kiem', 'ba-dinh'], isUnit: () => true }),
    )
  const sayings = {
    toOfficial: (content: { title: string }, news: object) => ({
      blocks: [{ kind: 'text' as const, text: `${content.title} ${JSON.stringify(news)}` }],
    }),
  }
  const id = await act(async (office) => {
    const written = { title: 'Cắt nước', text: 'Mai.', audience: { units: ['hoan-kiem'] } }
    const created = await createAnnouncement(office, written, lan)
    if (!created.ok) throw new Error(created.refusal.why)
    await submitAnnouncement(office, created.id, lan)
    return created.id
  })
  const tellOf = (done: { act: AnnouncementAct; by: string; note?: string }) =>
    act((office) => tellOfAct(office, { id, ...done }, { sayings: async () => sayings, tapKey }))
  await tellOf({ act: 'submit', by: lan })
  // Whoever wrote it is not told of it as somebody's deputy.
  await database.pool.query('update official set deputy = $2 where id = $1', [
    await rows.official('hoan-kiem', 'approver'),
    lan,
  ])
  await tellOf({ act: 'submit', by: city })
  const minhChat = await linked(await rows.official('hoan-kiem', 'approver'), 'telegram')
  await tellOf({ act: 'submit', by: lan })
  await tellOf({ act: 'return', by: city, note: 'Ghi rõ giờ.' })
  await tellOf({ act: 'approve', by: city })
  await tellOf({ act: 'pause', by: city })
  expect(
    (await told()).map(({ conversation_id, reply }) => [conversation_id, reply.blocks[0]?.text]),
  ).toEqual([
    [cityChat, 'Cắt nước {"kind":"to_approve","recipients":0}'],
    [minhChat, 'Cắt nước {"kind":"to_approve","recipients":0}'],
    [lanChat, 'Cắt nước {"kind":"returned","note":"Ghi rõ giờ."}'],
    [lanChat, 'Cắt nước {"kind":"approved"}'],
  ])
})
