import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DossierAnswer, DossierAsk } from '../../bots/dialogue/event.ts'
import type { Statement } from '../../server/database/sql.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openDesk, shownCode } from './support/open-desk.ts'

const codes = {
  existing: 'H26.16-261118-0001',
  foreign: 'H26.16-261118-0002',
  invented: 'H26.16-261118-0003',
}

/** What a stranger could tell two codes apart by. */
interface Trace {
  answer: DossierAnswer
  statements: string[]
  /** How the database carried them out, with how many rows each step touched. */
  plans: string[]
  /** How many rows more, by table. */
  written: string[]
  audit: unknown[]
}

describe('a stranger', () => {
  let database: TestDatabase
  let desk: ReturnType<typeof openDesk>
  beforeAll(async () => {
    database = await createTestDatabase()
    desk = openDesk(database)
    await desk.dossier({ code: codes.existing })
    await desk.dossier({ code: codes.foreign, phone: '0987654321', idLast4: '4321' })
    const owner = await desk.chat('owner')
    expect(shownCode(await desk.prove(owner, codes.foreign, '4321 4321'))).toBe(codes.foreign)
    await database.pool.query('analyze')
    // What is undone leaves dead rows: were they cleared away between two traces, their plans could differ.
    await database.pool.query('alter table code_try set (autovacuum_enabled = off)')
    await database.pool.query('alter table audit_entry set (autovacuum_enabled = off)')
  })
  afterAll(() => database.drop())

  /** Puts questions in a transaction that is undone, and tells what could be noticed of the last one. */
  async function trace(chat: string, asks: readonly DossierAsk[], code: string): Promise<Trace> {
    const client = await database.pool.connect()
    try {
      await client.query('begin')
      const last = asks.at(-1)
      for (const ask of asks.slice(0, -1)) await desk.askWithin(client, chat, ask)
      if (!last) throw new Error('nothing is asked')
      const [before, seen] = [await rowCounts(client), await lastEntry(client)]
      const statements: string[] = []
      const plans: string[] = []
      const answer = await desk.askWithin(client, chat, last, {
        async onStatement(statement) {
          statements.push(statement.text)
          plans.push(await explain(client, statement))
        },
      })
      const after = await rowCounts(client)
      const { rows: audit } = await client.query(
        'select actor, action, length(subject), detail from audit_entry where id > $1',
        [seen],
      )
      const written = Object.entries(after).map(([name, rows]) => `${name} +${rows - (before[name] ?? 0)}`)
      return {
        answer: JSON.parse(JSON.stringify(answer).replaceAll(code, 'CODE')),
        statements,
        plans,
        written: written.filter((one) => !one.endsWith('+0')),
        audit,
      }
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  const typed = (code: string) => ({ kind: 'dossier' as const, code })
  const guessed = (code: string) => ({
    kind: 'prove_dossier' as const,
    code,
    idLast4: '0000',
    phoneLast4: '0000',
  })
  const others = (most: number) => Array.from({ length: most }, (_, n) => typed(`H26.16-261101-${1000 + n}`))

  it.each<[string, string, (code: string) => DossierAsk[], string[]]>([
    ['typing a code', 'dossier_unproved', (code) => [typed(code)], ['audit_entry +1', 'code_try +1']],
    ['the first digits', 'dossier_wrong', (code) => [typed(code), guessed(code)], ['audit_entry +1']],
    [
      'further digits',
      'dossier_wrong',
      (code) => [typed(code), guessed(code), guessed(code)],
      ['audit_entry +1', 'code_try +1'],
    ],
    [
      'a code when it has to wait',
      'dossier_wait',
      (code) => [...others(10), typed(code)],
      ['audit_entry +1'],
    ],
    [
      'digits when it has to wait',
      'dossier_wait',
      (code) => [...others(9), typed(code), guessed(code), guessed(code)],
      ['audit_entry +1'],
    ],
  ])('learns nothing by %s, in words, statements or what is written', async (what, kind, asksOf, written) => {
    const stranger = await desk.chat(`stranger: ${what}`)
    // One that has proved something else, in two ways, learns no more of other codes.
    const neighbour = await desk.chat(`neighbour: ${what}`)
    const own = `H26.16-261117-${kind.length}${asksOf('').length}0`
    await desk.dossier({ code: `${own}1`, phone: '0900000001' })
    await desk.dossier({ code: `${own}2`, phone: '0911111111' })
    await desk.ask(neighbour, desk.phone('0900000001'))
    expect(shownCode(await desk.redeem(neighbour, await desk.slip(`${own}2`)))).toBe(`${own}2`)
    for (const chat of [stranger, neighbour]) {
      const invented = await trace(chat, asksOf(codes.invented), codes.invented)
      expect(invented.answer.kind).toBe(kind)
      expect(invented.written).toEqual(written)
      for (const code of [codes.existing, codes.foreign])
        expect(await trace(chat, asksOf(code), code)).toEqual(invented)
    }
  })

  it('gets nothing by buttons, lists and slips of others', async () => {
    const chat = await desk.chat('thief')
    const { rows } = await database.pool.query<{ id: string }>('select id from dossier_follow')
    for (const { id } of rows)
      for (const ask of [
        { kind: 'followed_dossier' as const, follow: id },
        { kind: 'set_telling' as const, follow: id, tells: 'no' as const },
        { kind: 'unfollow' as const, follow: id },
      ])
        expect(await desk.ask(chat, ask)).toEqual({ kind: 'follow_over' })
    expect(await desk.ask(chat, { kind: 'followed_dossier', follow: '9'.repeat(19) })).toEqual({
      kind: 'follow_over',
    })
    expect(await desk.ask(chat, { kind: 'followed_dossier', follow: `1 or 1=1` })).toEqual({
      kind: 'follow_over',
    })
    expect(await desk.ask(chat, { kind: 'my_dossiers' })).toEqual({
      kind: 'my_dossiers',
      dossiers: [],
      phone: 'unproved',
    })
    expect(await desk.ask(chat, desk.phone('0933333333'))).toMatchObject({
      dossiers: [],
      phone: 'proved_now',
    })
    const { rows: kept } = await database.pool.query('select from dossier_follow where ended_at is not null')
    expect(kept).toEqual([])
  })

  it('reads nothing along in a group chat, whoever asks there, and no slip is used up', async () => {
    const group = await desk.chat('group', { group: true })
    await desk.official(group, { unit: 'all' })
    const slip = await desk.slip(codes.existing)
    expect(await desk.askFor(group, codes.existing)).toEqual({
      kind: 'dossier_unproved',
      code: codes.existing,
    })
    expect(await desk.prove(group, codes.existing)).toEqual({
      kind: 'dossier_unproved',
      code: codes.existing,
    })
    expect(await desk.redeem(group, slip)).toEqual({ kind: 'slip_refused', reason: 'unknown' })
    expect(await desk.ask(group, desk.phone())).toMatchObject({ dossiers: [], phone: 'unproved' })
    expect(await desk.ask(group, { kind: 'my_dossiers' })).toMatchObject({ dossiers: [] })
    const owner = await desk.chat('reader of the slip')
    expect(shownCode(await desk.redeem(owner, slip))).toBe(codes.existing)
  })

  it('finds no code in the log of who looked, nor among the tries', async () => {
    const reader = await desk.chat('reader of tables')
    for (const code of Object.values(codes)) {
      await desk.askFor(reader, code)
      await desk.prove(reader, code, '0000 0000')
    }
    await desk.redeem(reader, 'HS-AAAA-AAAA-AAAA')
    const { rows } = await database.pool.query<{ entries: string; tries: string }>(
      `select (select json_agg(a)::text from audit_entry a) as entries,
         (select json_agg(t)::text from code_try t) as tries`,
    )
    // Not looked for in pseudonyms, which are made by chance: any four digits may stand in one.
    const stored = `${rows[0]?.entries}${rows[0]?.tries}`.replace(/citizen:[\da-f-]{36}/g, 'citizen')
    expect(stored).toContain('dossier.asked')
    for (const told of [...Object.values(codes), 'Nguyễn', '0912', 'AAAA', '0000 0000'])
      expect(stored).not.toContain(told)
  })
})

async function rowCounts(client: PoolClient): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'app' and table_type = 'BASE TABLE' order by 1`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of rows) {
    const { rows } = await client.query<{ count: string }>(`select count(*) from app.${name}`)
    counts[name] = Number(rows[0]?.count)
  }
  return counts
}

async function lastEntry(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ id: string }>('select coalesce(max(id), 0) as id from audit_entry')
  return rows[0]?.id ?? '0'
}

/** How a statement is carried out: the steps and their rows, without times and without what was asked for. */
async function explain(client: PoolClient, { text, values }: Statement): Promise<string> {
  await client.query('savepoint looking')
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, costs off, timing off, summary off, buffers off) ${text}`,
    values,
  )
  await client.query('rollback to savepoint looking')
  const lines = rows.map((row) => row['QUERY PLAN'].replace(/'[^']*'/g, 'X').replace(/\d+kB/g, ''))
  // What was undone before leaves dead rows behind, which are fetched for nothing and are not counted as rows.
  return lines.join('\n').replace(/Heap Fetches: \d+/g, '')
}
