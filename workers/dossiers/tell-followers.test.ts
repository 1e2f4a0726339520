import { createSecretKey } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { DossierSayings } from '../../bots/flows/dossier/dossier-sayings.ts'
import { loadCalendar } from '../../knowledge/calendar/load-calendar.ts'
import { loadDossierFacts } from '../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { planPushes } from '../../knowledge/dossiers/register/plan-pushes.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { createLog } from '../../server/log.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { dossierRows } from '../../test/support/dossier-rows.ts'
import type { PushParts } from './push-parts.ts'
import { tellFollowers } from './tell-followers.ts'

/** A Monday, 10:00 in Hanoi. */
const monday = Temporal.Instant.from('2026-11-30T10:00+07:00')
const { calendar } = await loadCalendar()
const { facts } = await loadDossierFacts()
const tapKey = createSecretKey(Buffer.alloc(32, 3))

/** "changed A:4 B:9", with what the channel may not carry left out as it would be. */
const sayings: DossierSayings = {
  changed: (views, lang) => {
    const words = views.map(
      ({ code, status, applicant }) => `${code}:${status}${applicant ? ` ${applicant}` : ''}`,
    )
    const stop = views.flatMap(({ follow }) =>
      follow ? [{ label: 'Thôi', ref: `d.t.no.${follow.id}` }] : [],
    )
    return { ...text(`${lang === 'en' ? 'in English ' : ''}changed ${words.join(', ')}`), choices: stop }
  },
  notice: ({ code }, kind) => text(`${kind} ${code}`),
}

function text(words: string): Reply {
  return { blocks: [{ kind: 'text', text: words }] }
}

let database: TestDatabase
let rows: ReturnType<typeof dossierRows>
const hand = { now: monday, wakes: [] as string[] }

beforeAll(async () => {
  database = await createTestDatabase()
  rows = dossierRows(database.pool, monday.toString())
})
beforeEach(async () => {
  await database.pool.query('delete from conversation')
  await database.pool.query('delete from dossier')
  hand.now = monday
  hand.wakes = []
})
afterAll(() => database.drop())

const queues = {
  wake: async (_: 'dossiers', __: string, { at }: { at?: Temporal.Instant } = {}) =>
    void hand.wakes.push(`${at}`),
}
const parts = (more: Partial<PushParts> = {}): PushParts => ({
  pool: database.pool,
  clock: { now: () => hand.now },
  log: createLog('silent'),
  tapKey,
  isDiscreet: (channel) => channel === 'telegram',
  known: () => ({ sayings, calendar, facts }),
  ...more,
})

/** A round at an instant, in so many processes at once. */
async function tell(at: Temporal.Instant | string, more: Partial<PushParts> & { processes?: number } = {}) {
  const { processes = 1, ...own } = more
  hand.now = typeof at === 'string' ? Temporal.Instant.from(`${at}+07:00`) : at
  await Promise.all(Array.from({ length: processes }, () => tellFollowers(parts(own), queues)))
}

async function change(dossiers: string | string[], status?: number, at = hand.now): Promise<void> {
  const ids = [dossiers].flat()
  await inTransaction(database.pool, async (sql) => {
    if (status) await sql.query('update dossier set status = $2 where id = any($1::bigint[])', [ids, status])
    await planPushes(sql, ids, { now: at.toString(), rules: facts.rules })
  })
}

/** What was written, "chat: words", in order. */
async function written(): Promise<string[]> {
  const { rows: found } = await database.pool.query<{ chat: string; reply: Reply }>(
    'select chat, reply from outbox o join conversation c on c.id = o.conversation_id order by o.id',
  )
  return found.map(({ chat, reply }) => `${chat}: ${wordsOf(reply)}`)
}

async function statuses(): Promise<string[]> {
  const { rows: found } = await database.pool.query<{ status: string }>(
    'select status from dossier_push order by id',
  )
  return found.map(({ status }) => status)
}

/** The outbox's part: how messages ended. */
async function ended(status: 'sent' | 'failed' | 'held', more: { failure?: string; unknown?: number } = {}) {
  await database.pool.query(
    `update outbox set status = $1, failure = $2, unknown_outcomes = $3,
       settled_at = case when $1 <> 'held' then now() end where status = 'pending'`,
    [status, more.failure ?? null, more.unknown ?? 0],
  )
}

function wordsOf({ blocks }: Reply): string {
  return blocks.map((block) => (block.kind === 'text' ? block.text : '')).join(' ')
}

const later = (seconds: number) => monday.add({ seconds })

describe('a change that is due', () => {
  it('is told with how the dossier stands by then, in one message for all that changed', async () => {
    const chat = await rows.chat('zalo_oa', { chat: 'an' })
    const [a, b] = [await rows.dossier({ code: 'A' }), await rows.dossier({ code: 'B' })]
    await rows.follow(chat, a)
    await rows.follow(chat, b)
    await change(a, 5)
    await change([a, b], 4)
    await tell(later(9))
    expect(await written()).toEqual([])
    await tell(later(10))
    expect(await written()).toEqual(['an: changed A:4 N. V. A***, B:4 N. V. A***'])
    expect(await statuses()).toEqual(['handed', 'handed'])
    await ended('sent')
    await tell(later(11))
    expect(await statuses()).toEqual(['sent', 'sent'])
    expect(await written()).toHaveLength(1)
  })
})
