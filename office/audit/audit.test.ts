import { createSecretKey } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { appendAudit } from './append-audit.ts'
import { createHeadFile, type HeadFile } from './create-head-file.ts'
import { csvLine } from './csv-line.ts'
import { type AuditFilter, type ExportedEntry, exportAudit } from './export-audit.ts'
import { sealAudit } from './seal-audit.ts'
import { type AuditFault, verifyAudit } from './verify-audit.ts'

const key = createSecretKey(Buffer.alloc(32, 5))

describe('the log of who looked', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.drop())

  const entry = (n: number, more: object = {}) => ({
    at: `2026-11-20T05:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}.250Z`,
    actor: 'citizen:11111111-2222-3333-4444-555555555555',
    action: 'dossier.asked',
    subject: `hash of ${n}`,
    detail: { channel: 'web', by: 'follow' },
    ...more,
  })
  async function append(most: number): Promise<void> {
    for (let n = 0; n < most; n++) await appendAudit(database.pool, entry(n))
  }
  const seal = () => sealAudit(database.pool, key)
  const verify = () => verifyAudit(database.pool, key)
  const faults = async () => (await verify()).faults
  async function handedOut(filter: AuditFilter): Promise<ExportedEntry[]> {
    const entries: ExportedEntry[] = []
    for await (const one of exportAudit(database.pool, filter)) entries.push(one)
    return entries
  }
  /** What somebody does who holds the whole database, and not the key. */
  async function tamper(...statements: string[]): Promise<void> {
    await inTransaction(database.pool, async (client) => {
      await client.query('alter table audit_entry disable trigger all')
      for (const statement of statements) await client.query(statement)
      await client.query('alter table audit_entry enable trigger all')
    })
  }

  it('is whole when nobody touched it, sealed in any number of rounds', async () => {
    expect(await verify()).toEqual({ sealed: 0, unsealed: 0, faults: [], head: null })
    await append(3)
    expect(await verify()).toEqual({ sealed: 0, unsealed: 3, faults: [], head: null })
    expect(await seal()).toBe(3)
    await append(2)
    expect(await seal()).toBe(2)
    expect(await seal()).toBe(0)
    expect(await verify()).toMatchObject({ sealed: 5, unsealed: 0, faults: [], head: { seq: 5 } })
  })

  it('chains what has no subject and no detail, and what is written in any letters', async () => {
    await appendAudit(database.pool, {
      at: '2026-11-20T05:00:00Z',
      actor: 'operator',
      action: 'phone.proved',
    })
    await appendAudit(database.pool, entry(1, { detail: { b: ['ạ', { y: 1, x: null }], a: 'đ"\\' } }))
    expect(await seal()).toBe(2)
    expect(await faults()).toEqual([])
  })

  it.each<[string, string[], AuditFault[]]>([
    [
      'a changed entry',
      [`update audit_entry set action = 'dossier.shown' where seq = 3`],
      [{ seq: 3, what: 'changed' }],
    ],
    [
      'an entry whose time was moved by a microsecond',
      [`update audit_entry set at = at + interval '1 microsecond' where seq = 3`],
      [{ seq: 3, what: 'changed' }],
    ],
    ['a missing entry', ['delete from audit_entry where seq = 3'], [{ seq: 3, what: 'missing' }]],
    ['a missing first entry', ['delete from audit_entry where seq = 1'], [{ seq: 1, what: 'missing' }]],
    [
      'a swapped pair',
      [
        'update audit_entry set seq = -3 where seq = 3',
        'update audit_entry set seq = 3 where seq = 4',
        'update audit_entry set seq = 4 where seq = -3',
      ],
      [
        { seq: 3, what: 'changed' },
        { seq: 4, what: 'changed' },
        { seq: 5, what: 'changed' },
      ],
    ],
    ['a cut tail', ['delete from audit_entry where seq > 4'], [{ seq: 5, what: 'cut' }]],
    [
      'a tail cut together with the end that was kept',
      ['delete from audit_entry where seq > 4', `delete from setting where key = 'audit.head'`],
      [{ seq: 4, what: 'end' }],
    ],
    ['all entries gone', ['delete from audit_entry'], [{ seq: 1, what: 'cut' }]],
    [
      'an end put together by somebody else',
      [
        'delete from audit_entry where seq > 4',
        `update setting set value = '4 ' || (select hash from audit_entry where seq = 4) || ' ' ||
           split_part(value, ' ', 3) where key = 'audit.head'`,
      ],
      [{ seq: 4, what: 'end' }],
    ],
    [
      'an entry put in without the key',
      [
        `insert into audit_entry (at, actor, action, seq, hash) values (now(), 'operator', 'dossier.shown', 7, 'made up')`,
      ],
      [
        { seq: 7, what: 'changed' },
        { seq: 7, what: 'end' },
      ],
    ],
  ])('shows %s, and still does after sealing on', async (_, statements, expected) => {
    await append(6)
    await seal()
    await tamper(...statements)
    expect(await faults()).toEqual(expected)
    await append(2)
    await seal()
    const later = await faults()
    expect(later.length).toBeGreaterThan(0)
    expect(later[0]?.seq).toBeLessThanOrEqual((expected[0]?.seq ?? 0) + 1)
  })

  describe('with its end kept outside the database', () => {
    let folder: string
    let file: HeadFile
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'audit-'))
      file = createHeadFile(join(folder, 'audit-head'), key)
    })
    afterEach(() => rm(folder, { recursive: true }))
    const sealBeside = () => sealAudit(database.pool, key, file)
    const faultsBeside = async () =>
      (await verifyAudit(database.pool, key, [(await file.read()) ?? null])).faults
    const headNow = async () =>
      (await database.pool.query<{ value: string }>(`select value from setting where key = 'audit.head'`))
        .rows[0]?.value

    it('shows a tail that was cut and covered by an older end, also after it has grown longer again', async () => {
      await append(3)
      await sealBeside()
      const older = await headNow()
      await append(3)
      await sealBeside()
      expect(await faultsBeside()).toEqual([])
      await tamper(
        'delete from audit_entry where seq > 3',
        `update setting set value = '${older}' where key = 'audit.head'`,
      )
      expect(await faults()).toEqual([])
      expect(await faultsBeside()).toEqual([{ seq: 4, what: 'cut' }])
      await append(5)
      await sealBeside()
      await append(1)
      await sealBeside()
      expect(await faultsBeside()).toEqual([{ seq: 6, what: 'changed' }])
    })

    it('shows a log that was taken away whole', async () => {
      await append(3)
      await sealBeside()
      await tamper('delete from audit_entry', `delete from setting where key = 'audit.head'`)
      expect(await faults()).toEqual([])
      expect(await faultsBeside()).toEqual([{ seq: 1, what: 'cut' }])
    })

    it('is for us alone to read, moves on with the log, and shows that it was tampered with', async () => {
      const path = join(folder, 'audit-head')
      await append(1)
      await sealBeside()
      expect((await stat(path)).mode & 0o777).toBe(0o600)
      expect(await file.read()).toMatchObject({ seq: 1 })
      await append(1)
      await Promise.all([sealBeside(), sealBeside()])
      expect(await file.read()).toMatchObject({ seq: 2 })
      expect(await readdir(folder)).toEqual(['audit-head'])
      await writeFile(path, '1 made up\n')
      expect(await faultsBeside()).toEqual([{ seq: 2, what: 'end' }])
    })
  })

  it('cannot be changed without laying hands on its guard', async () => {
    await append(2)
    await seal()
    await append(1)
    for (const statement of [
      `update audit_entry set action = 'x' where seq = 1`,
      `update audit_entry set action = 'x' where seq is null`,
      'update audit_entry set seq = null, hash = null where seq = 1',
      'delete from audit_entry',
      'truncate audit_entry',
    ])
      await expect(database.pool.query(statement)).rejects.toThrow('only added to')
  })

  it('gives an entry that commits late a later place, and leaves none out', async () => {
    const late = await database.pool.connect()
    await late.query('begin')
    await appendAudit(late, entry(1))
    await append(2)
    expect(await seal()).toBe(2)
    await late.query('commit')
    late.release()
    expect(await seal()).toBe(1)
    expect(await faults()).toEqual([])
    const { rows } = await database.pool.query<{ id: string; seq: string }>(
      'select id, seq from audit_entry order by seq',
    )
    expect(rows.map(({ id }) => Number(id))).toEqual([2, 3, 1])
  })

  it('is sealed by one at a time, however many try, while others go on adding', async () => {
    await append(50)
    const adding = Promise.all(Array.from({ length: 100 }, (_, n) => appendAudit(database.pool, entry(n))))
    const sealed = await Promise.all(Array.from({ length: 6 }, seal))
    await adding
    expect(sealed.filter((count) => count > 0).length).toBeGreaterThanOrEqual(1)
    await seal()
    expect(await verify()).toMatchObject({ sealed: 150, unsealed: 0, faults: [] })
  })

  it('is sealed and read in parts, without a gap between them', async () => {
    await database.pool.query(
      `insert into audit_entry (at, actor, action, subject)
       select timestamptz '2026-11-20T05:00:00Z' + n * interval '1 second', 'source:test', 'dossier.asked', 's' || n
       from generate_series(1, 12345) n`,
    )
    expect(await seal()).toBe(12_345)
    expect(await verify()).toMatchObject({ sealed: 12_345, faults: [] })
    const seqs = (await handedOut({})).map(({ seq }) => Number(seq))
    expect(seqs).toEqual(Array.from({ length: 12_345 }, (_, n) => n + 1))
  })

  it('is handed out masked, by time and by dossier, also what is not sealed yet', async () => {
    await append(4)
    await seal()
    await appendAudit(database.pool, entry(4, { actor: 'official:7', subject: 'hash of 1' }))
    const all = await handedOut({})
    expect(all.map(({ seq }) => seq)).toEqual(['1', '2', '3', '4', null])
    expect(all[0]).toEqual({
      seq: '1',
      at: '2026-11-20T05:00:00.250000Z',
      actor: 'citizen:11111111…',
      action: 'dossier.asked',
      subject: 'hash of ',
      detail: { channel: 'web', by: 'follow' },
    })
    expect(JSON.stringify(all)).not.toContain('2222-3333')
    const period = { from: '2026-11-20T05:00:01.250Z', to: '2026-11-20T05:00:03.250Z' }
    expect((await handedOut(period)).map(({ seq }) => seq)).toEqual(['2', '3'])
    const ofOne = await handedOut({ subject: 'hash of 1' })
    expect(ofOne.map(({ actor }) => actor)).toEqual(['citizen:11111111…', 'official:7'])
  })

  it('carries no formula into a spreadsheet', () => {
    expect(
      csvLine(['=cmd|x', '+1', '-1', '@a', '\tb', 'plain', null, 'a "b", c', 'two\nlines', '-5, "x"']),
    ).toBe(`'=cmd|x,'+1,'-1,'@a,'\tb,plain,,"a ""b"", c","two\nlines","'-5, ""x"""\r\n`)
  })
})
