import { createSecretKey } from 'node:crypto'
import type { PoolClient, QueryResultRow } from 'pg'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { DossierSayings } from '../../bots/flows/dossier/dossier-sayings.ts'
import { loadCalendar } from '../../knowledge/calendar/load-calendar.ts'
import type { DossierUpdate, Tells } from '../../knowledge/dossiers/dossier.ts'
import { loadDossierFacts } from '../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { applyUpdates } from '../../knowledge/dossiers/register/apply-updates.ts'
import { planPushes } from '../../knowledge/dossiers/register/plan-pushes.ts'
import { reportOnTime } from '../../knowledge/dossiers/report/report-on-time.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { createLog } from '../../server/log.ts'
import type { PushParts } from '../../workers/dossiers/push-parts.ts'
import { tellFollowers } from '../../workers/dossiers/tell-followers.ts'
import { wordsOf } from '../faults/support/scripted-turn.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { dossierRows } from './dossier-rows.ts'
import { plainSayings, tapKey } from './plain-sayings.ts'

const { calendar } = await loadCalendar()
const { facts } = await loadDossierFacts()
const log = createLog('silent')
const registerKey = createSecretKey(Buffer.alloc(32, 3))

/**
 * Dossiers, their followers, and the rounds that tell them, by a clock that begins at `start`: on a database of its
 * own, which is emptied before each test.
 */
export function setUpFollowers(start: Temporal.Instant) {
  let database: TestDatabase
  const hand = { now: start, wakes: [] as string[], told: [] as string[] }
  const query = <Row extends QueryResultRow>(text: string, values?: unknown[]) =>
    database.pool.query<Row>(text, values)
  const rows = dossierRows({ query }, start.toString())
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  beforeEach(async () => {
    await query('delete from conversation')
    await query('delete from dossier')
    hand.now = start
    hand.wakes = []
    hand.told = []
  })
  afterAll(() => database.drop())

  const queues = {
    async wake(_name: string, _key: string, { at }: { at?: Temporal.Instant } = {}) {
      hand.wakes.push(`${at}`)
    },
  }

  const transaction = <T>(work: (client: PoolClient) => Promise<T>) => inTransaction(database.pool, work)

  /** Dossiers change at this moment, perhaps to another status. */
  async function change(dossiers: string | string[], status?: number, at = hand.now): Promise<void> {
    const ids = [dossiers].flat()
    await transaction(async (sql) => {
      if (status !== undefined)
        await sql.query('update dossier set status = $2 where id = any($1::bigint[])', [ids, status])
      await planPushes(sql, ids, { now: at.toString(), rules: facts.rules })
    })
  }

  /** A source says something of dossiers at a time of Hanoi; what they had before is kept in their history. */
  async function said(at: string, ...updates: DossierUpdate[]): Promise<void> {
    hand.now = Temporal.Instant.from(`${at}+07:00`)
    await applyUpdates(database.pool, updates, {
      source: 'test',
      key: registerKey,
      facts,
      now: hand.now.toString(),
    })
  }

  return {
    hand,
    rows,
    said,
    /** The register as the report of dates kept counts it at this moment. */
    async report() {
      const period = {
        from: start.subtract({ hours: 24 }).toString(),
        to: start.add({ hours: 24 }).toString(),
      }
      const asked = { ...period, now: hand.now, calendar, facts, fieldOf: () => undefined }
      return (await reportOnTime(database.pool, asked)).total
    },
    query,
    transaction,
    change,
    /** A dossier that a chat follows and that has just changed. */
    async followedChange(
      chat: string,
      { tells, ...more }: Parameters<typeof rows.dossier>[0] & { tells?: Tells } = {},
    ) {
      const dossier = await rows.dossier(more)
      await rows.follow(chat, dossier, tells)
      await change(dossier)
      return dossier
    },
    /** A round at an instant, or a time of Hanoi; in so many processes at once. */
    async tell(
      at: Temporal.Instant | string,
      { processes = 1, sayings = plainSayings, ...more }: More = {},
    ): Promise<void> {
      hand.now = typeof at === 'string' ? Temporal.Instant.from(`${at}+07:00`) : at
      const parts: PushParts = {
        pool: database.pool,
        clock: { now: () => hand.now },
        log,
        tapKey,
        isDiscreet: (channel) => channel === 'telegram',
        async recordTold(_sql, { code, channel }) {
          hand.told.push(`${channel} ${code}`)
        },
        known: () => ({ sayings, calendar, facts }),
        ...more,
      }
      await Promise.all(Array.from({ length: processes }, () => tellFollowers(parts, queues)))
    },
    /** What was written, "chat: words", in order. */
    async written(): Promise<string[]> {
      const { rows: found } = await query<{ chat: string; reply: Reply }>(
        'select chat, reply from outbox o join conversation c on c.id = o.conversation_id order by o.id',
      )
      return found.map(({ chat, reply }) => `${chat}: ${wordsOf(reply)}`)
    },
    /** What became of the pushes, in order. */
    async statuses(): Promise<string[]> {
      const { rows: found } = await query<{ status: string }>('select status from dossier_push order by id')
      return found.map(({ status }) => status)
    },
    /** How messages that were handed over ended, as the outbox would write it. */
    async ended(
      status: 'sent' | 'failed' | 'held',
      { failure = null, unknown = 0 }: { failure?: string | null; unknown?: number } = {},
    ): Promise<void> {
      await query(
        `update outbox set status = $1, failure = $2, unknown_outcomes = $3,
           settled_at = case when $1 <> 'held' then now() end where status = 'pending'`,
        [status, failure, unknown],
      )
    },
  }
}

type More = Partial<Pick<PushParts, 'pace'>> & { processes?: number; sayings?: DossierSayings }
