import { Temporal } from 'temporal-polyfill'
import { afterAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import type { CommandContext } from '../command-context.ts'
import { reportDossiers } from './report-dossiers.ts'

const database = await createTestDatabase()
afterAll(() => database.drop())

const at = '2026-11-19T03:00:00Z'
const insert = `
  insert into dossier (code, status, status_at, unit, procedure, received_at, due_at, source, fingerprint,
    created_at, updated_at)
  values ($1, 4, $2, $3, $4, $2, '2026-11-27T10:00:00Z', 'test', 'x', $2, $2)`
await database.pool.query(insert, ['H26-261119-0001', at, 'hoan-kiem', '1.001193'])
await database.pool.query(insert, ['H26-261119-0002', at, '=cmd|"/c calc"!A1', 'Thủ tục không ai biết'])

async function run(
  from: string,
  to: string,
  { csv, units = ['hoan-kiem', 'ba-dinh'] }: { csv?: boolean; units?: string[] } = {},
) {
  const printed: { result?: unknown; said?: string } = {}
  const context = {
    clock: { now: () => Temporal.Instant.from('2026-11-30T09:00:00+07:00') },
    config: { knowledgeDir: '/nowhere', units },
    withDatabase: (work: (open: unknown) => Promise<unknown>) => work(database),
    print: (result: unknown, said: string) => Object.assign(printed, { result, said }),
  } as unknown as CommandContext
  await reportDossiers(context, { from, to, ...(csv && { csv }) })
  return printed
}

describe('dossiers report', () => {
  it('is one document, whose last day is whole', async () => {
    const { result } = await run('2026-11-01', '2026-11-19')
    expect(result).toMatchObject({
      from: '2026-10-31T17:00:00Z',
      to: '2026-11-19T17:00:00Z',
      rows: [
        { unit: '=cmd|"/c calc"!A1', field: null, month: '2026-11', overdue: 1, percent: 0 },
        { unit: 'hoan-kiem', field: 'Hộ tịch', month: '2026-11', overdue: 1, percent: 0 },
      ],
      total: { received: 2, overdue: 2 },
    })
  })

  it('is of days as they are written here, too', async () => {
    expect((await run('1/11/2026', '19/11/2026')).result).toMatchObject({
      from: '2026-10-31T17:00:00Z',
      to: '2026-11-19T17:00:00Z',
    })
  })

  it('counts a dossier of no unit as one of the only unit that is served', async () => {
    await database.pool.query(insert, ['H26-261101-0003', '2026-10-10T03:00:00Z', null, '1.001193'])
    const period = ['2026-10-01', '2026-10-31'] as const
    expect((await run(...period)).result).toMatchObject({ rows: [{ unit: null }] })
    const { result, said } = await run(...period, { units: ['hoan-kiem'] })
    expect(result).toMatchObject({ rows: [{ unit: 'hoan-kiem', received: 1 }] })
    expect(said).toContain('2026-10  hoan-kiem  Hộ tịch')
  })

  it('is a table for a spreadsheet, in which nothing is a formula', async () => {
    const { said } = await run('2026-11-01', '2026-11-30', { csv: true })
    expect(said?.split('\r\n')).toEqual([
      'unit,field,month,received,early,on_time,late,overdue,running,unjudged,percent',
      `"'=cmd|""/c calc""!A1",,2026-11,1,0,0,0,1,0,0,0`,
      'hoan-kiem,Hộ tịch,2026-11,1,0,0,0,1,0,0,0',
    ])
  })

  it('is read by a person', async () => {
    expect((await run('2026-11-01', '2026-11-30')).said).toContain('in all: 2 received')
    expect((await run('2026-01-01', '2026-01-31')).said).toBe('no dossier was received in this time')
  })

  it.each([
    ['2026-11-30', '2026-11-01', '--from must lie before --to'],
    ['31/02/2026', '2026-11-01', '--from must be a day'],
    ['2026-11-01', '2026-02-30', '--to must be a day'],
  ])('from %s to %s is refused', async (from, to, why) => {
    await expect(run(from, to)).rejects.toThrow(why)
  })
})
