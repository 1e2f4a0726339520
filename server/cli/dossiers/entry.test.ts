import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DossierUpdate } from '../../../knowledge/dossiers/dossier.ts'
import { loadDossierFacts } from '../../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { applyUpdates } from '../../../knowledge/dossiers/register/apply-updates.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import type { OfficialRole } from '../../database/schema.ts'
import { dossierKey } from '../../dossiers/dossier-key.ts'
import { tellDisagreements } from '../../dossiers/tell-disagreements.ts'
import type { CommandContext } from '../command-context.ts'
import { settle, showDisagreements } from './disagreements.ts'
import { type DossierFields, setDossier } from './set-dossier.ts'
import { showDossier } from './show-dossier.ts'

const { facts } = await loadDossierFacts()
const secret = Buffer.alloc(32, 7)
const code = 'H26.15.3-261120-0012'

let database: TestDatabase
let time: { now: string }
let printed: { result?: unknown; said?: string }
let context: CommandContext
beforeEach(async () => {
  database = await createTestDatabase()
  time = { now: '2026-11-21T01:00:00Z' }
  printed = {}
  context = {
    clock: { now: () => Temporal.Instant.from(time.now) },
    config: { knowledgeDir: '/nowhere', units: ['hoan-kiem', 'ba-dinh'] },
    withDatabase: (work: (open: unknown) => Promise<unknown>) => work({ ...database, secret }),
    print: (result: unknown, said: string) => Object.assign(printed, { result, said }),
  } as unknown as CommandContext
  return database.drop
})

async function official(unit: string, role: OfficialRole = 'official'): Promise<string> {
  const values = { name: 'Lan', unit, role, phone: null, email: null, created_at: time.now, left_at: null }
  const { id } = await database.db
    .insertInto('official')
    .values(values)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
const set = async (fields: Partial<DossierFields>, typed = code) => {
  await setDossier(context, typed, { status: '4', ...fields })
  return printed.result
}
const show = async (by?: string) => {
  await showDossier(context, code, { ...(by ? { by } : {}) })
  return printed.result
}
const stored = () => database.db.selectFrom('dossier').selectAll().executeTakeFirst()
const audit = async () =>
  (await database.db.selectFrom('audit_entry').select(['actor', 'action']).orderBy('id').execute()).map(
    ({ actor, action }) => `${actor} ${action}`,
  )
/** The city's system says something of it. */
const cityHas = (status: 4 | 5 | 9, statusAt: string, more: Partial<DossierUpdate> = {}) =>
  applyUpdates(database.pool, [{ code, status, statusAt, unit: 'hoan-kiem', ...more }], {
    source: 'one_stop',
    key: dossierKey(secret),
    facts,
    now: time.now,
  })

describe('an own entry', () => {
  it('makes a dossier, and says more of it later', async () => {
    expect(
      await set({
        unit: 'hoan-kiem',
        applicant: 'Nguyễn Thị Hà',
        phone: '0912345678',
        idLast4: '4567',
        due: '27/11/2026',
      }),
    ).toEqual({ code, state: 'inserted', disagreements: [], warnings: [] })
    expect(await set({ status: 'Yêu cầu bổ sung giấy tờ', papers: 'Giấy chứng sinh; CCCD' })).toMatchObject({
      state: 'updated',
    })
    expect(await set({ status: '5' })).toMatchObject({ state: 'unchanged' })
    expect(await stored()).toMatchObject({
      status: 5,
      papers: ['Giấy chứng sinh', 'CCCD'],
      applicant: 'Nguyễn Thị Hà',
      phone_last2: '78',
      source: 'official',
    })
  })

  it('is not taken where it says nonsense, which is named as it was typed', async () => {
    await expect(set({ due: '31/02/2026' })).rejects.toThrow('--due: is a day or an hour that there is not')
    await expect(set({ supplyBy: 'mai' })).rejects.toThrow('--supply-by: is no date')
    await expect(set({ idLast4: 'x' })).rejects.toThrow('--id-last4: is not four digits')
    await expect(set({ status: '11' })).rejects.toThrow('--status: is not 1 to 10')
    await expect(set({ unit: 'tay-ho' })).rejects.toThrow('--unit: is none of those served here')
    await expect(set({}, 'H26')).rejects.toMatchObject({ code: 'bad_usage', exit: 2 })
    expect(await stored()).toBeUndefined()
  })

  it('that the register could not take is not on record as done', async () => {
    await database.pool.query('alter table dossier add check (status <> 4)')
    await expect(set({ status: '4' })).rejects.toThrow()
    expect(await audit()).toEqual([])
  })

  it('never takes a dossier back, and says that it did not; a correction does', async () => {
    await cityHas(9, '2026-11-20T01:00:00Z')
    expect(await set({ status: '4' })).toMatchObject({
      state: 'unchanged',
      disagreements: [{ field: 'status', ours: '9', theirs: '4' }],
    })
    expect(printed.said).toContain('--correct')
    expect(await set({ status: '4', correct: true })).toMatchObject({ state: 'updated' })
    expect(await stored()).toMatchObject({ status: 4 })
  })

  it('says what the register has where that is as far or further, and is not on record as what held', async () => {
    await set({ status: '5' })
    expect(await set({ status: '2' })).toMatchObject({ state: 'unchanged', disagreements: [] })
    expect(printed.said).toContain(
      'not taken: the register has 5, which is as far or further; if that is wrong, add --correct',
    )
    expect(await set({ status: '5' })).toMatchObject({ state: 'unchanged', warnings: [] })
    await set({ status: '2', correct: true })
    expect(await stored()).toMatchObject({ status: 2 })
    expect(await audit()).toEqual([
      ...['operator dossier.set', 'operator dossier.not_taken'],
      ...['operator dossier.set', 'operator dossier.corrected'],
    ])
  })

  it('is not taken with a due date that lies before the receipt', async () => {
    await cityHas(4, '2026-11-20T01:00:00Z', { receivedAt: '2026-11-20T01:00:00Z' })
    await expect(set({ due: '19/11/2026' })).rejects.toThrow('--due is before 2026-11-20')
    expect(await stored()).toMatchObject({ due_at: null })
    await set({ due: '20/11/2026' })
    expect(await stored()).toMatchObject({ due_at: '2026-11-20T16:59:59.000Z' })
  })

  it('keeps a procedure by its code, and says where it is not known', async () => {
    expect(await set({ procedure: 'Đăng ký khai sinh' })).toMatchObject({ warnings: [] })
    expect(await stored()).toMatchObject({ procedure: '1.001193' })
    await set({ procedure: 'abc' })
    expect(printed.said).toContain('--procedure is unknown here')
  })

  it('is of the only unit that is served, where nobody says', async () => {
    await set({})
    expect(await stored()).toMatchObject({ unit: null })
    Object.assign(context.config, { units: ['hoan-kiem'] })
    await set({ note: 'x' })
    expect(await stored()).toMatchObject({ unit: 'hoan-kiem' })
  })

  it('is of the own unit of the official who makes it', async () => {
    const [lan, minh, hoa] = [
      await official('hoan-kiem'),
      await official('ba-dinh'),
      await official('all', 'operator'),
    ]
    await set({ by: lan })
    expect(await stored()).toMatchObject({ unit: 'hoan-kiem' })
    await expect(set({ status: '9', by: minh })).rejects.toMatchObject({ code: 'forbidden', exit: 1 })
    await expect(set({ unit: 'ba-dinh', by: lan })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await stored()).toMatchObject({ status: 4, unit: 'hoan-kiem' })
    await set({ status: '9', by: hoa })
    expect(await stored()).toMatchObject({ status: 9 })
    expect(await audit()).toEqual([
      `official:${lan} dossier.set`,
      `official:${minh} dossier.refused`,
      `official:${lan} dossier.refused`,
      `official:${hoa} dossier.set`,
    ])
  })
})

describe('a look at a dossier', () => {
  it('shows it with its history to its unit, and goes on record', async () => {
    await cityHas(4, '2026-11-20T01:00:00Z')
    const lan = await official('hoan-kiem')
    expect(await show(lan)).toMatchObject({
      code,
      status: 4,
      unit: 'hoan-kiem',
      history: [{ status: 4, at: '2026-11-20T01:00:00.000Z', source: 'one_stop' }],
    })
    expect(printed.said).toContain('4 Đang xử lý, since 2026-11-20T08:00+07:00')
    await show()
    expect(await audit()).toEqual([`official:${lan} dossier.shown`, 'operator dossier.shown'])
    const { rows } = await database.pool.query('select * from audit_entry')
    expect(JSON.stringify(rows)).not.toContain(code)
  })

  it('says when it is due with the time that it waited, beside what its source says', async () => {
    const due = { dueAt: '2026-11-27T10:00:00.000Z' }
    await cityHas(4, '2026-11-16T02:00:00.000Z', due)
    expect(await show()).not.toHaveProperty('dueWithPauses')
    await cityHas(5, '2026-11-17T02:00:00.000Z')
    await cityHas(4, '2026-11-19T02:00:00.000Z')
    expect(await show()).toMatchObject({ ...due, dueWithPauses: '2026-12-01T10:00:00Z' })
    expect(await show()).not.toHaveProperty('past')
    expect(printed.said).toContain(
      'due            2026-11-27T17:00+07:00\n  with pauses  2026-12-01T17:00+07:00\n',
    )
  })

  it('is refused to another unit, to roles without a desk and to who has left, on record too', async () => {
    await cityHas(4, '2026-11-20T01:00:00Z')
    const minh = await official('ba-dinh')
    await expect(show(minh)).rejects.toMatchObject({ code: 'forbidden', exit: 1 })
    await expect(show(await official('hoan-kiem', 'communicator'))).rejects.toMatchObject({
      code: 'forbidden',
    })
    const gone = await official('hoan-kiem')
    await database.db.updateTable('official').set({ left_at: time.now }).where('id', '=', gone).execute()
    await expect(show(gone)).rejects.toMatchObject({ code: 'not_found' })
    await expect(show('x')).rejects.toMatchObject({ code: 'not_found' })
    expect(printed).toEqual({})
    expect(await audit()).toEqual([`official:${minh} dossier.refused`])
  })

  it('of one that is not there is on record as well', async () => {
    await expect(show()).rejects.toMatchObject({ code: 'not_found', exit: 1 })
    expect(await audit()).toEqual(['operator dossier.asked'])
  })
})

describe('what sources disagree about', () => {
  const alerting = async () => {
    const said: string[] = []
    await tellDisagreements(database.pool, {
      raise: (key) => void said.push(`raise ${key}`),
      clear: (key) => void said.push(`clear ${key}`),
    })
    return said
  }

  it('is told of and listed until it is settled, and then no more when it is said again', async () => {
    expect(await alerting()).toEqual(['clear dossiers.disagree'])
    await set({ status: '9', unit: 'hoan-kiem' })
    time.now = '2026-11-22T01:00:00Z'
    await cityHas(4, '2026-11-21T23:00:00Z')
    await showDisagreements(context)
    const { disagreements } = printed.result as { disagreements: { id: string }[] }
    expect(disagreements).toMatchObject([
      { code, field: 'status', ours: '9', ours_source: 'official', theirs: '4', theirs_source: 'one_stop' },
    ])
    expect(await alerting()).toEqual(['raise dossiers.disagree'])
    await settle(context, disagreements[0]?.id ?? '')
    await cityHas(4, '2026-11-21T23:30:00Z')
    await showDisagreements(context)
    expect(printed.said).toBe('no sources disagree')
    expect(await alerting()).toEqual(['clear dossiers.disagree'])
    expect(await audit()).toContain('operator dossier.settled')
  })

  it.each(['1', 'x', ''])('%j that is not open cannot be settled', async (id) => {
    await expect(settle(context, id)).rejects.toMatchObject({ code: 'not_found', exit: 1 })
  })
})
