import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { Audience } from '../../knowledge/announcements/announcement.ts'
import { countAudience } from '../../office/audiences/count-audience.ts'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { planAnnouncement } from './plan-announcement.ts'

const now = '2026-11-30T03:00:00.000Z'
const early = '2026-11-29T03:00:00.000Z'
const late = '2026-12-01T03:00:00.000Z'

interface Chat {
  id: number
  channel: ChannelName
  kind: 'person' | 'group' | 'bound group' | 'erased'
  person: number | null
  lang: 'vi' | 'en' | null
  blocked: boolean
  /** Minutes after `early`, none twice. */
  active: number
  follows: null | { units: string[]; groups: number[]; topics: string[]; at: string; stopped: boolean }
}

const channels: ChannelName[] = ['telegram', 'zalo_oa', 'web']
const units = ['hoan-kiem', 'cua-nam']
const topics = ['chung', 'y-te']
const some = <T>(of: T[]) => fc.subarray(of)

const chat = fc.record<Omit<Chat, 'id' | 'active'>>({
  channel: fc.constantFrom(...channels),
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('person' as const) },
    { weight: 1, arbitrary: fc.constantFrom('group', 'bound group', 'erased') },
  ),
  person: fc.option(fc.nat(2)),
  lang: fc.constantFrom('vi', 'en', null),
  blocked: fc.nat(5).map((n) => n === 0),
  follows: fc.option(
    fc.record({
      units: some(units),
      groups: some([1, 2, 3]),
      topics: some(topics),
      at: fc.constantFrom(early, early, now, late),
      stopped: fc.nat(4).map((n) => n === 0),
    }),
    { freq: 8 },
  ),
})

const chats = fc
  .tuple(fc.array(chat, { maxLength: 14 }), fc.shuffledSubarray([...Array(14).keys()], { minLength: 14 }))
  .map(([list, order]) => list.map((one, n): Chat => ({ ...one, id: n + 1, active: order[n] ?? 0 })))

const audience = fc.record<Audience>(
  {
    all: fc.constant(true),
    units: some(units),
    groups: some(['1', '2', '3']),
    chats: some(
      channels.flatMap((channel) => ['chat1', 'chat2', 'chat3'].map((name) => `${channel}:${name}`)),
    ),
    except: fc.record({ units: some(units), groups: some(['1', '2']) }, { requiredKeys: [] }),
    langs: some(['vi', 'en']),
    channels: some(channels as string[]),
  },
  { requiredKeys: [] },
)

/** Who gets it, as the rules say it in words. */
function model(all: readonly Chat[], asked: Asked): number[] {
  const { langs = [], channels: by = [] } = asked.audience
  const told: number[] = []
  const reached = (one: Chat) =>
    !one.blocked &&
    (langs.length === 0 || langs.includes(one.lang ?? 'vi')) &&
    (by.length === 0 || by.includes(one.channel))
  const touches = (one: Chat, of: { units?: readonly string[]; groups?: readonly string[] }) =>
    one.follows?.units.some((unit) => of.units?.includes(unit)) ||
    one.follows?.groups.some((group) => of.groups?.includes(`${group}`)) ||
    false
  const personOf = (one: Chat) => (one.person === null ? `chat ${one.id}` : `person ${one.person}`)
  for (const places of Map.groupBy(all, personOf).values()) {
    const following = places.filter((one) => one.follows && !one.follows.stopped)
    const excepted = following.some((one) => touches(one, asked.audience.except ?? {}))
    const open = following.filter(
      (one) =>
        one.kind === 'person' &&
        (asked.audience.all || touches(one, asked.audience)) &&
        (one.follows?.at ?? late) <= now &&
        (asked.urgent || one.follows?.topics.includes(asked.topic)) &&
        reached(one),
    )
    const [first] = open.toSorted(
      (a, b) => Number(a.channel === 'web') - Number(b.channel === 'web') || b.active - a.active,
    )
    if (first && !excepted) told.push(first.id)
    for (const one of places)
      if (
        one.kind === 'bound group' &&
        reached(one) &&
        asked.audience.chats?.includes(`${one.channel}:chat${one.id}`)
      )
        told.push(one.id)
  }
  return told.toSorted((a, b) => a - b)
}

interface Asked {
  audience: Audience
  topic: string
  urgent?: string
}

describe('who gets an announcement', () => {
  let database: TestDatabase
  let author: string
  beforeAll(async () => {
    database = await createTestDatabase()
    author = await announcementRows(database.pool, now).official()
  })
  afterAll(() => database.drop())

  const query = (text: string, values: unknown[] = []) => database.pool.query(text, values)

  async function put(all: readonly Chat[]): Promise<void> {
    await query('delete from conversation')
    await query(
      `insert into conversation (id, channel, account, chat, is_group, state, blocked_at, active_at)
       overriding system value
       select id, channel, 'bot', case kind when 'erased' then 'erased:' else 'chat' end || id, kind like '%group',
         case when lang is not null then json_build_object('lang', lang) end, case when blocked then $2::timestamptz end,
         $3::timestamptz + active * interval '1 minute'
       from json_to_recordset($1) c(id bigint, channel text, kind text, lang text, blocked boolean, active int)`,
      [JSON.stringify(all), now, early],
    )
    await query(
      `insert into follower
       select c.id, array(select json_array_elements_text(follows->'units')),
         array(select json_array_elements_text(follows->'groups')::bigint),
         array(select json_array_elements_text(follows->'topics')), (follows->>'at')::timestamptz,
         case when (follows->>'stopped')::boolean then $2::timestamptz end
       from json_to_recordset($1) c(id bigint, follows json) where json_typeof(follows) = 'object'`,
      [JSON.stringify(all), now],
    )
    await query(
      `insert into person_member
       select id, person, $2 from json_to_recordset($1) c(id bigint, person text) where person is not null`,
      [JSON.stringify(all), now],
    )
    await query(
      `insert into bound_chat
       select id, 'hoan-kiem', null, $2 from json_to_recordset($1) c(id bigint, kind text) where kind = 'bound group'`,
      [JSON.stringify(all), now],
    )
  }

  it('is whom the rules name, each person once, whatever the pages; and so many are counted', async () => {
    const rows = announcementRows(database.pool, now)
    await fc.assert(
      fc.asyncProperty(
        chats,
        audience,
        fc.constantFrom(...topics),
        fc.boolean(),
        fc.integer({ min: 1, max: 5 }),
        async (all, asked, topic, isUrgent, pageSize) => {
          await put(all)
          const what: Asked = { audience: asked, topic, ...(isUrgent ? { urgent: 'disaster' } : {}) }
          const id = await rows.announcement(author, { ...what, approvedAt: now })
          const counted = await countAudience(database.pool, what, now)
          await planAnnouncement(database.pool, id, { now, pageSize })
          const { rows: found } = await query(
            'select conversation_id::int as id from announcement_recipient where announcement_id = $1 order by 1',
            [id],
          )
          const expected = model(all, what)
          expect(found.map((row) => row.id)).toEqual(expected)
          const byChannel = Object.groupBy(expected, (told) => all[told - 1]?.channel ?? '')
          expect(counted).toMatchObject({
            total: expected.length,
            byChannel: Object.fromEntries(
              Object.entries(byChannel).map(([name, ids]) => [name, ids?.length]),
            ),
          })
        },
      ),
      { numRuns: 60 },
    )
  })
})
