import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { Sql } from '../../server/database/sql.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { scratchFolder } from '../../test/support/sheet-files.ts'
import { addOfficial } from './add-official.ts'
import { importOfficials } from './import-officials.ts'
import { leaveOffice } from './leave-office.ts'
import { renewCode } from './renew-code.ts'

const now = '2026-11-22T03:00:00.000Z'

let database: TestDatabase
let folder: Awaited<ReturnType<typeof scratchFolder>>
let made = 0
const makeCode = () => {
  made += 1
  return { code: `CB-${made}`, hash: `hash ${made}` }
}
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await scratchFolder()
})
afterAll(async () => {
  await database.drop()
  await folder.remove()
})
beforeEach(async () => {
  await database.pool.query('truncate official, neighbourhood_group, conversation cascade')
})

const units: Record<string, string> = { 'hoan-kiem': 'hoan-kiem', 'Phường Ba Đình': 'ba-dinh', all: 'all' }
const transaction = <T>(work: (sql: Sql) => Promise<T>) => inTransaction(database.pool, work)
async function bring(content: string | Uint8Array) {
  const path = join(folder.path, 'officials')
  await writeFile(path, content)
  return importOfficials(database.pool, path, { now, makeCode, unitOf: (text) => units[text] })
}
const official = (name: string, more: { role?: 'head' | 'approver'; deputy?: string } = {}) =>
  transaction((sql) =>
    addOfficial(sql, { name, unit: 'hoan-kiem', role: 'approver', ...more }, { now, makeCode }),
  )
const stored = async () =>
  (
    await database.pool.query(
      `select o.name, o.unit, o.role, o.phone, o.email, d.name as deputy
       from official o left join official d on d.id = o.deputy order by o.id`,
    )
  ).rows
const openCodes = async () =>
  (
    await database.pool.query<{ hash: string }>(
      'select hash from chat_code where used_at is null order by hash',
    )
  ).rows

const header = 'Họ và tên;Đơn vị;Vai trò;SĐT;E-mail;Người thay\n'
const sheet =
  header +
  'Nguyễn Thị Lan;hoan-kiem;communicator;912345678;lan@hanoi.gov.vn;trần văn minh\n' +
  'Trần Văn Minh;hoan-kiem;Người duyệt;;;lan@hanoi.gov.vn\n' +
  'Lê Hà;Phường Ba Đình;Tổ trưởng;;;\n'

describe('officials of a sheet', () => {
  it('are entered with codes of their own; the same again changes nothing', async () => {
    const first = await bring(`\uFEFF${sheet}`)
    expect(first).toMatchObject({
      read: 3,
      inserted: 3,
      updated: 0,
      unchanged: 0,
      rejected: [],
      warnings: [],
    })
    expect(new Set(first.added.map(({ link_code }) => link_code)).size).toBe(3)
    const entered = [
      {
        ...{ name: 'Nguyễn Thị Lan', unit: 'hoan-kiem', role: 'communicator', phone: '0912345678' },
        ...{ email: 'lan@hanoi.gov.vn', deputy: 'Trần Văn Minh' },
      },
      {
        ...{ name: 'Trần Văn Minh', unit: 'hoan-kiem', role: 'approver', phone: null },
        ...{ email: null, deputy: 'Nguyễn Thị Lan' },
      },
      { name: 'Lê Hà', unit: 'ba-dinh', role: 'head', phone: null, email: null, deputy: null },
    ]
    expect(await stored()).toEqual(entered)
    const codes = await openCodes()
    // Written another way: decomposed letters and blanks are no other name.
    const again = await bring(sheet.normalize('NFD').replace('Thị Lan', ' Thị  Lan'))
    expect(again).toMatchObject({ read: 3, inserted: 0, updated: 0, unchanged: 3, added: [] })
    expect(await stored()).toEqual(entered)
    expect(await openCodes()).toEqual(codes)
  })

  it('change by what is said of them, and not by what is left out', async () => {
    await bring(sheet)
    const done = await bring('name,unit,role,phone\nNguyễn Thị Lan,hoan-kiem,communicator,0987654321\n')
    expect(done).toMatchObject({ read: 1, inserted: 0, updated: 1 })
    expect((await stored())[0]).toMatchObject({ phone: '0987654321', email: 'lan@hanoi.gov.vn' })
    expect(await stored()).toHaveLength(3)
  })

  it('that cannot be taken are named by their rows, with reasons that quote nothing', async () => {
    const done = await bring(
      `${header}Lan;hoan-kiem;communicator;;;\nBí mật;;head;;;\nBí mật;Bí mật;head;;;\n;hoan-kiem;head;;;\n` +
        'Bí mật;hoan-kiem;Bí mật;;;\nLan;hoan-kiem;communicator;1;;\n' +
        `Tú;hoan-kiem;approver;Bí mật;Bí mật;Bí mật\n${'x'.repeat(300)};hoan-kiem;head;;;\n`,
    )
    expect(done).toMatchObject({ read: 8, inserted: 2 })
    expect(done.rejected).toEqual([
      { row: 3, reason: 'unit (đơn vị) is missing' },
      { row: 4, reason: 'unit (đơn vị) is none of those served here (UNITS), nor all' },
      { row: 5, reason: 'name (họ tên) is missing' },
      { row: 6, reason: 'role (vai trò) is none that there is' },
      { row: 7, reason: 'is of the same name, unit and role as row 2' },
      { row: 9, reason: 'name (họ tên) is longer than 200 characters' },
    ])
    expect(done.warnings.map(({ row }) => row)).toEqual([7, 8, 8, 8])
    expect(JSON.stringify([done.rejected, done.warnings])).not.toContain('Bí mật')
  })

  it('come in a workbook too, whose numbers lost their zero', async () => {
    const rows = [
      ['name', 'unit', 'role', 'phone'].map((value) => ({ value })),
      [{ value: 'Lan' }, { value: 'all' }, { value: 'operator' }, { value: 912345678 }],
    ]
    const done = await bring(await writeXlsxFile(rows).toBuffer())
    expect(done).toMatchObject({ inserted: 1 })
    expect(await stored()).toMatchObject([{ unit: 'all', role: 'operator', phone: '0912345678' }])
  })

  it('are none of a file that names no columns, or the same twice', async () => {
    await expect(bring('')).rejects.toMatchObject({ exit: 1 })
    await expect(bring('Lan,hoan-kiem,head\n')).rejects.toThrow('lacks name (họ tên) and unit')
    await expect(bring('name,unit,role,họ tên\n')).rejects.toThrow('two columns')
    expect(await stored()).toEqual([])
  })

  it('of two imports at once are entered once', async () => {
    const done = await Promise.all([bring(sheet), bring(sheet)])
    expect(done.map(({ inserted }) => inserted).toSorted()).toEqual([0, 3])
    expect(await stored()).toHaveLength(3)
  })
})

describe('an official who leaves', () => {
  it('has no chat, no code and no group any more, and is nobody’s deputy', async () => {
    const ha = await official('Hà', { role: 'head' })
    const lan = await official('Lan', { role: 'head', deputy: ha.id })
    const minh = await official('Minh', { deputy: lan.id })
    const { rows: chats } = await database.pool.query<{ id: string }>(
      `insert into conversation (channel, account, chat, is_group, created_at, active_at)
       values ('telegram', 'bot', '1', false, $1, $1) returning id`,
      [now],
    )
    await database.pool.query('insert into official_chat values ($1, $2, $3)', [chats[0]?.id, lan.id, now])
    const { rows: groups } = await database.pool.query<{ id: string }>(
      `insert into neighbourhood_group (unit, name, head, join_code, created_at)
       values ('hoan-kiem', 'Tổ 7', $1, 'NH', $2) returning id`,
      [lan.id, now],
    )
    const left = await transaction((sql) => leaveOffice(sql, lan.id, { now }))
    expect(left).toEqual({
      ...{ id: lan.id, chats: 1, deputy: ha.id },
      groups: [{ id: groups[0]?.id, head: ha.id }],
    })
    expect((await database.pool.query('select from official_chat')).rows).toEqual([])
    expect(await openCodes()).toHaveLength(2)
    expect((await stored()).map(({ deputy }) => deputy)).toEqual([null, 'Hà', null])
    await expect(transaction((sql) => leaveOffice(sql, lan.id, { now }))).rejects.toMatchObject({ exit: 1 })
    await expect(transaction((sql) => renewCode(sql, lan.id, { now, makeCode }))).rejects.toMatchObject({
      exit: 1,
    })
    await expect(official('Tú', { deputy: lan.id })).rejects.toMatchObject({ code: 'not_found' })
    await transaction((sql) => leaveOffice(sql, ha.id, { now }))
    const { rows: headless } = await database.pool.query('select head from neighbourhood_group')
    expect(headless).toEqual([{ head: null }])
    expect(minh.id).not.toBe(lan.id)
  })

  it('is on record, as everything that is done with officials', async () => {
    const { id } = await official('Lan')
    await transaction((sql) => renewCode(sql, id, { now, makeCode }))
    await bring('name,unit,role,email\nLan,hoan-kiem,approver,lan@hanoi.gov.vn\n')
    await transaction((sql) => leaveOffice(sql, id, { now }))
    const { rows } = await database.pool.query<{ action: string; actor: string }>(
      `select action, actor from audit_entry where detail->>'official' = $1 order by id`,
      [id],
    )
    expect(rows.map(({ action }) => action)).toEqual([
      ...['official.added', 'official.code', 'official.changed', 'official.left'],
    ])
  })
})

it('a fresh code makes those of before worth nothing', async () => {
  const { id } = await official('Lan')
  const former = await openCodes()
  const code = await transaction((sql) => renewCode(sql, id, { now, makeCode }))
  expect(code).toBe(`CB-${made}`)
  expect(await openCodes()).toEqual([{ hash: `hash ${made}` }])
  expect(former).toHaveLength(1)
  expect(former).not.toEqual([{ hash: `hash ${made}` }])
})
