import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadDossierFacts } from '../../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { applyUpdates } from '../../../knowledge/dossiers/register/apply-updates.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { scratchFolder } from '../../../test/support/sheet-files.ts'
import { dossierKey } from '../../dossiers/dossier-key.ts'
import type { CommandContext } from '../command-context.ts'
import { importDossiers } from './import-dossiers.ts'

let database: TestDatabase
let folder: Awaited<ReturnType<typeof scratchFolder>>
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await scratchFolder()
})
afterAll(async () => {
  await database.drop()
  await folder.remove()
})

async function run(text: string, options: { dryRun: boolean } = { dryRun: false }) {
  const path = join(folder.path, 'a.csv')
  await writeFile(path, text)
  const printed: { result: unknown; said: string }[] = []
  const context = {
    clock: { now: () => Temporal.Instant.from('2026-11-22T03:00:00Z') },
    config: { units: ['hoan-kiem'], knowledgeDir: folder.path },
    withDatabase: (work: (open: unknown) => unknown) =>
      work({ pool: database.pool, secret: Buffer.alloc(32) }),
    print: (result: unknown, said: string) => printed.push({ result, said }),
  }
  await importDossiers(context as unknown as CommandContext, path, options)
  return printed[0]
}

it('says how many rows did what, and which have to be looked at', async () => {
  const text = [
    'code,status,unit,procedure',
    'H26.16.05-261120-0042,Đang xử lý,Phường Hoàn Kiếm,1.001193',
    'H26.16.05-261120-0043,4,ba-dinh,1.001193',
    'H26.16.05-261120-0044,4,UBND phường Hoàn Kiếm,9.999999',
    ...Array.from({ length: 30 }, () => 'x,4,,'),
  ].join('\n')
  const dry = await run(text, { dryRun: true })
  expect(dry?.said).toMatch(/^nothing was written: of 33 rows read, 2 inserted/)
  const done = await run(text)
  const lines = done?.said.split('\n') ?? []
  expect(lines[0]).toBe('33 rows read, 2 inserted, 0 updated, 0 unchanged, 31 rejected')
  expect(lines[1]).toBe('  rejected, row 3: unit (đơn vị) is none of those served here (UNITS)')
  expect(lines[21]).toBe('  and 11 more')
  expect(lines[22]).toBe('  warning, row 4: procedure (mã thủ tục) is unknown here; the row is kept')
  expect(done?.result).toMatchObject({ read: 33, inserted: 2, updated: 0, unchanged: 0 })
})

it('takes rows that name no unit for those of the one that is served', async () => {
  await run('code,status,procedure\nH26.16.05-261120-0050,4,Đăng ký khai sinh')
  const { rows } = await database.pool.query(
    "select unit, procedure from dossier where code = 'H26.16.05-261120-0050'",
  )
  expect(rows).toEqual([{ unit: 'hoan-kiem', procedure: '1.001193' }])
})

it('warns of a row that another source contradicts', async () => {
  const { facts } = await loadDossierFacts()
  const entered = {
    source: 'official',
    key: dossierKey(Buffer.alloc(32)),
    facts,
    now: '2026-11-21T03:00:00Z',
  }
  await applyUpdates(
    database.pool,
    [{ code: 'H26.16.05-261120-0060', status: 9, unit: 'hoan-kiem' }],
    entered,
  )
  const done = await run('code,status\nH26.16.05-261120-0061,4\nH26.16.05-261120-0060,4')
  expect(done?.said).toBe(
    '2 rows read, 1 inserted, 0 updated, 1 unchanged, 0 rejected\n' +
      '  warning, row 3: another source says otherwise: see dossiers disagreements',
  )
})

it('fails when the file cannot be read at all', async () => {
  await expect(run('')).rejects.toMatchObject({ exit: 1, message: expect.stringContaining('empty') })
})
