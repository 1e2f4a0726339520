import { Temporal } from 'temporal-polyfill'
import type { Sql } from '../../../server/database/sql.ts'
import type { Calendar } from '../../calendar/calendar.ts'
import { hanoiDay } from '../../calendar/hanoi-day.ts'
import type { DossierStatus, PastStatus } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { judgeOnTime } from '../time/judge-on-time.ts'
import { createTally, type Tally } from './create-tally.ts'
import type { OnTimeCounts, OnTimeRow } from './on-time-row.ts'

/** So many dossiers are in memory at once. */
const pageSize = 2000

// Whoever does not say when a dossier was received is taken at the day we heard of it.
const readPage = `
  select d.id::text, d.unit, d.procedure, d.status, d.status_at, d.due_at, d.finished_at, d.apology_at,
    coalesce(d.received_at, d.created_at) received_at
  from dossier d
  where d.id > $1::bigint and d.status <> all($2::smallint[])
    and coalesce(d.received_at, d.created_at) >= $3::timestamptz
    and coalesce(d.received_at, d.created_at) < $4::timestamptz
  order by d.id limit $5`

// Of most dossiers the history has no say in whether they were in time.
const readPasts = `
  select c.dossier_id::text, c.at, c.status, c.due_at from dossier_change c
  where c.dossier_id = any($1::bigint[]) and (
    exists (select from dossier d where d.id = c.dossier_id and d.apology_at is not null)
    or exists (
      select from dossier_change p where p.dossier_id = c.dossier_id and p.status = any($2::smallint[])))
  order by c.id`

interface Row {
  id: string
  unit: string | null
  procedure: string | null
  status: DossierStatus
  status_at: string
  due_at: string | null
  finished_at: string | null
  apology_at: string | null
  received_at: string
}

interface PastRow {
  dossier_id: string
  at: string
  status: DossierStatus
  due_at: string | null
}

interface Asked {
  /** ISO instants; `to` is the first that is outside. */
  from: string
  to: string
  now: Temporal.Instant
  calendar: Pick<Calendar, 'isWorkingDay' | 'periodEnd'>
  facts: Pick<DossierFacts, 'statuses'>
  /** The field of a procedure, by its code or its name. */
  fieldOf(procedure: string): string | undefined
  /** Of dossiers whose source did not say: the one that is served, if it is one. */
  unit?: string | undefined
}

/**
 * How dates were kept, of the dossiers received within a time: by unit, field and month of receipt. What waits to be
 * received, or never was, does not count. Reads page by page, so the register may be of any size.
 */
export async function reportOnTime(
  sql: Sql,
  asked: Asked,
): Promise<{ rows: OnTimeRow[]; total: OnTimeCounts }> {
  const { now, calendar, facts, fieldOf, unit: only = null } = asked
  const total = createTally()
  const groups = new Map<string, { unit: string | null; field: string | null; month: string; tally: Tally }>()
  for await (const { row, past } of readDossiers(sql, asked)) {
    const judged = judgeOnTime(
      {
        status: row.status,
        statusAt: row.status_at,
        dueAt: row.due_at,
        finishedAt: row.finished_at,
        apologyAt: row.apology_at,
      },
      past,
      { calendar, statuses: facts.statuses, now },
    )
    const field = (row.procedure !== null && fieldOf(row.procedure)) || null
    const month = hanoiDay(Temporal.Instant.from(row.received_at)).toPlainYearMonth().toString()
    const unit = row.unit ?? only
    const key = JSON.stringify([month, unit, field])
    const group = groups.get(key) ?? { unit, field, month, tally: createTally() }
    groups.set(key, group)
    group.tally.add(judged)
    total.add(judged)
  }
  const rows = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { tally, ...group }]) => ({ ...group, ...tally.counts() }))
  return { rows, total: total.counts() }
}

async function* readDossiers(sql: Sql, { from, to, facts }: Asked) {
  const withClock = (...clocks: string[]) =>
    Object.entries(facts.statuses).flatMap(([code, { clock }]) =>
      clocks.includes(clock) ? [Number(code)] : [],
    )
  const notReceived = withClock('not_started', 'none')
  const paused = withClock('paused')
  for (let last = '0'; ; ) {
    const page = await sql.query<Row>({ text: readPage, values: [last, notReceived, from, to, pageSize] })
    const ids = page.rows.map(({ id }) => id)
    const pasts = await sql.query<PastRow>({ text: readPasts, values: [ids, paused] })
    const byDossier = Map.groupBy(pasts.rows, ({ dossier_id }) => dossier_id)
    for (const row of page.rows) yield { row, past: (byDossier.get(row.id) ?? []).map(toPast) }
    const end = ids.at(-1)
    if (end === undefined || ids.length < pageSize) return
    last = end
  }
}

function toPast({ at, status, due_at }: PastRow): PastStatus {
  return { at, status, dueAt: due_at }
}
