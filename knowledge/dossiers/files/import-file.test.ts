import { createSecretKey } from 'node:crypto'
import { appendFile, rename, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { scratchFolder } from '../../../test/support/sheet-files.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { type ImportOptions, importFile } from './import-file.ts'

let database: TestDatabase
let facts: DossierFacts
let folder: Awaited<ReturnType<typeof scratchFolder>>
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await scratchFolder()
  facts = (await loadDossierFacts()).facts
})
afterAll(async () => {
  await database.drop()
  await folder.remove()
})
beforeEach(() => database.pool.query('truncate dossier cascade'))

const now = '2026-11-22T03:00:00.000Z'
const codeOf = (n: number) => `H26.16.05-261120-${String(n).padStart(4, '0')}`

function bring(path: string, more: Partial<ImportOptions> = {}) {
  return importFile(path, {
    pool: database.pool,
    key: createSecretKey(Buffer.alloc(32, 5)),
    facts,
    now,
    unitOf: (text) => (text === 'hoan-kiem' ? text : undefined),
    procedureOf: (text) => (text === '1.001193' ? text : undefined),
    ...more,
  })
}

async function bringText(text: string, more: Partial<ImportOptions> = {}) {
  const path = join(folder.path, 'a.csv')
  await writeFile(path, text)
  return bring(path, more)
}

async function stored(): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query('select * from dossier order by code')
  return rows
}

const sample = [
  'Mã hồ sơ,Mã thủ tục,Người nộp,Số điện thoại,4 số cuối định danh,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái,Đơn vị,Ghi chú,Màu',
  `${codeOf(1)},1.001193,Nguyễn Văn An,0912345678,6789,20/11/2026 08:15,24/11/2026,Đang xử lý,hoan-kiem,"=cmd|' /C calc'!A0",đỏ`,
  `${codeOf(2)},9.999999,Trần Thị Bình,,,,,2,,,`,
  `${codeOf(3)},,,,,31/02/2026,,4,,,`,
  `${codeOf(4)},,,,,,,,,,`,
  ',,,,,,,4,,,',
  ',,,,,,,,,,',
  `${codeOf(5)},,,,,,,4,ba-dinh,,`,
].join('\r\n')

describe('importing a file', () => {
  it('takes what is good, and tells of each other row its number and why', async () => {
    expect(await bringText(sample)).toEqual({
      read: 6,
      inserted: 2,
      updated: 0,
      unchanged: 0,
      rejected: [
        { row: 4, reason: 'received_at (ngày tiếp nhận) is a day or an hour that there is not' },
        { row: 5, reason: 'status (trạng thái) is missing' },
        { row: 6, reason: 'code (mã hồ sơ) is missing' },
        { row: 8, reason: 'unit (đơn vị) is none of those served here (UNITS)' },
      ],
      warnings: [
        { row: 1, reason: 'columns not read: Màu' },
        { row: 3, reason: 'procedure (mã thủ tục) is unknown here; the row is kept' },
      ],
    })
    expect(await stored()).toMatchObject([
      {
        code: codeOf(1),
        procedure: '1.001193',
        applicant: 'Nguyễn Văn An',
        phone_last2: '78',
        status: 4,
        unit: 'hoan-kiem',
        received_at: '2026-11-20T01:15:00.000Z',
        due_at: '2026-11-24T16:59:59.000Z',
        note: "=cmd|' /C calc'!A0",
        source: 'file',
      },
      { code: codeOf(2), status: 2, procedure: '9.999999', phone_hash: null },
    ])
  })

  it('changes nothing the second time, and writes nothing', async () => {
    await bringText(sample)
    const before = await database.pool.query('select xmin, * from dossier order by code')
    expect(await bringText(sample, { now: '2026-11-23T03:00:00.000Z' })).toMatchObject({
      read: 6,
      inserted: 0,
      updated: 0,
      unchanged: 2,
    })
    expect((await database.pool.query('select xmin, * from dossier order by code')).rows).toEqual(before.rows)
  })

  it('takes a dossier on and back by the newer sheet, and never by an older one', async () => {
    const sheet = async (name: string, status: number, hour: number) => {
      const path = join(folder.path, name)
      await writeFile(path, `code,status,due_at\n${codeOf(1)},${status},${20 + hour}/11/2026\n`)
      const written = new Date(Date.now() - (24 - hour) * 3_600_000)
      await utimes(path, written, written)
      return path
    }
    const sheets = [await sheet('4.csv', 4, 1), await sheet('5.csv', 5, 2), await sheet('4b.csv', 4, 3)]
    for (const path of sheets) expect(await bring(path)).toMatchObject({ unchanged: 0 })
    expect(await stored()).toMatchObject([{ status: 4, due_at: '2026-11-23T16:59:59.000Z' }])
    for (const path of [...sheets, ...sheets]) expect(await bring(path)).toMatchObject({ unchanged: 1 })
    expect(await stored()).toMatchObject([{ status: 4, due_at: '2026-11-23T16:59:59.000Z' }])
    const { rows } = await database.pool.query('select status from dossier_change')
    expect(rows).toHaveLength(3)
    const statusAt = Date.parse(String((await stored())[0]?.status_at))
    // And what it took, on a busy machine, from the writing of the sheets to the reading of this one.
    expect(Date.parse(now) - statusAt).toBeCloseTo(21 * 3_600_000, -5)
  })

  it('keeps neither a phone number nor digits of an identity number, anywhere', async () => {
    await bringText(sample)
    const { rows } = await database.pool.query(
      'select d::text || c::text as all from dossier d join dossier_change c on c.dossier_id = d.id',
    )
    const text = JSON.stringify(rows)
    expect(text).toContain('Nguyễn Văn An')
    expect(text).not.toMatch(/0?912345678|12345678|6789/)
  })

  it('takes the later row of a code, also when hundreds lie between, and again when run again', async () => {
    const others = Array.from({ length: 1500 }, (_, n) => `${codeOf(1000 + n)},2`)
    // By its rank the earlier one would win: a register never goes backwards from one import to the next.
    const text = [
      'code,status',
      `${codeOf(1)},9`,
      ...others,
      `${codeOf(1)},4`,
      `${codeOf(2)},4`,
      `${codeOf(2)},11`,
    ].join('\n')
    const first = await bringText(text)
    expect(first).toMatchObject({ read: 1504, inserted: 1502, updated: 0, unchanged: 1 })
    expect(first.rejected).toEqual([{ row: 1505, reason: expect.stringContaining('status') }])
    expect((await stored()).slice(0, 2)).toMatchObject([
      { code: codeOf(1), status: 4 },
      { code: codeOf(2), status: 4 },
    ])
    expect(await bringText(text)).toMatchObject({ read: 1504, inserted: 0, updated: 0, unchanged: 1503 })
  })

  it('writes nothing in a dry run, and says what it would', async () => {
    const report = await bringText(sample, { dryRun: true })
    expect(report).toMatchObject({ read: 6, inserted: 2, unchanged: 0 })
    expect(report.rejected).toHaveLength(4)
    expect(await stored()).toEqual([])
    await bringText(`code,status\n${codeOf(1)},4\n`)
    const later = await bringText(`code,status\n${codeOf(1)},9\n${codeOf(2)},2\n`, { dryRun: true })
    expect(later).toMatchObject({ read: 2, inserted: 1, updated: 1, unchanged: 0 })
    expect(await stored()).toMatchObject([{ status: 4 }])
  })

  it('reads a workbook like a CSV file', async () => {
    const path = join(folder.path, 'a.xlsx')
    const date = (year: number, month: number, day: number) => new Date(Date.UTC(year, month - 1, day))
    const rows = [
      ['Mã hồ sơ', 'Trạng thái', 'Số điện thoại', 'Ngày hẹn trả'].map((value) => ({ value })),
      [
        { value: codeOf(1) },
        { value: 4 },
        { value: 912345678 },
        { value: date(2026, 11, 24), format: 'dd/mm/yyyy' },
      ],
      [{ value: codeOf(2) }, { value: 'Đã trả kết quả' }, { value: '0912 345 678' }, { value: '31/02/2026' }],
    ]
    await writeExcelFile(rows).toFile(path)
    const report = await bring(path)
    expect(report).toMatchObject({ read: 2, inserted: 1, rejected: [{ row: 3 }] })
    expect(await stored()).toMatchObject([
      { code: codeOf(1), status: 4, phone_last2: '78', due_at: '2026-11-24T16:59:59.000Z' },
    ])
  })

  it('lists a thousand bad rows, and counts the others', async () => {
    const report = await bringText(`code,status\n${'x,4\n'.repeat(1200)}`)
    expect(report.read).toBe(1200)
    expect(report.rejected).toHaveLength(1000)
    expect(report.notListed).toEqual({ rejected: 200, warnings: 0 })
  })

  it.each([
    ['nothing in it', '', 'the file is empty'],
    ['a PDF in it', '%PDF-1.7\n', 'the file is a PDF'],
    ['empty lines only', '\n\n\r\n', 'the sheet is empty'],
    ['no header', `${codeOf(1)},4\n`, 'the first line must name the columns'],
    ['a header that cannot be read', '"code,status\n', 'the first line cannot be read'],
  ])('refuses a file with %s', async (_, text, message) => {
    await expect(bringText(text)).rejects.toMatchObject({
      code: 'bad_data',
      message: expect.stringContaining(message),
    })
  })

  it('reads a header without rows as no rows', async () => {
    expect(await bringText('code,status')).toMatchObject({ read: 0, rejected: [], warnings: [] })
  })

  it.each(['nowhere.csv', '.'])('says that %s cannot be read', async (name) => {
    await expect(bring(join(folder.path, name))).rejects.toMatchObject({ code: 'not_found' })
  })

  it.each([
    ['grows', (path: string) => appendFile(path, `${codeOf(2)},4\n`)],
    [
      'is swapped',
      async (path: string) => {
        await writeFile(`${path}.new`, `code,status\n${codeOf(3)},4\n`)
        await rename(`${path}.new`, path)
      },
    ],
    [
      'becomes a link',
      async (path: string) => {
        await rename(path, `${path}.old`)
        await symlink('/dev/null', path)
      },
    ],
  ])(
    'fails when the file %s while it is read, having taken nothing of what came instead',
    async (_, change) => {
      const path = join(folder.path, `changing-${_.replaceAll(' ', '-')}.csv`)
      await writeFile(path, `code,status\n${codeOf(1)},4\n`)
      let changed: Promise<void> | undefined
      const importing = bring(path, {
        facts: {
          ...facts,
          statusOf(text) {
            changed ??= change(path)
            return facts.statusOf(text)
          },
        },
        pool: waitingFor(() => changed),
      })
      await expect(importing).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('run it again'),
      })
      expect(await stored()).toEqual([])
    },
  )

  it('stops between two batches when told to, and goes on from there', async () => {
    const text = `code,status\n${Array.from({ length: 3000 }, (_, n) => `${codeOf(n)},4\n`).join('')}`
    const stop = new AbortController()
    const path = join(folder.path, 'long.csv')
    await writeFile(path, text)
    const pool = waitingFor(async () => {
      if ((await stored()).length > 0) stop.abort()
    })
    await expect(bring(path, { pool, signal: stop.signal })).rejects.toMatchObject({ code: 'unavailable' })
    const half = (await stored()).length
    expect(half).toBeGreaterThan(0)
    expect(half).toBeLessThan(3000)
    expect(await bring(path)).toMatchObject({ inserted: 3000 - half, unchanged: half })
  })
})

/** The pool, each use of which first waits for something else. */
function waitingFor(other: () => Promise<unknown> | undefined): TestDatabase['pool'] {
  return new Proxy(database.pool, {
    get(pool, name: 'query' | 'connect') {
      return async (...args: never[]) => {
        await other()
        return (pool[name] as (...given: never[]) => unknown).apply(pool, args)
      }
    },
  })
}
