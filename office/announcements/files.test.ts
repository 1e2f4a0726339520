import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadAnnouncementFacts } from '../../knowledge/announcements/facts/load-announcement-facts.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { addFile, type GivenFile } from './add-file.ts'
import { approveAnnouncement } from './approve-announcement.ts'
import { createAnnouncement } from './create-announcement.ts'
import { judgeFile } from './judge-file.ts'
import type { Office } from './office.ts'
import { readContent } from './read-content.ts'
import { removeFiles } from './remove-files.ts'
import { submitAnnouncement } from './submit-announcement.ts'

const { facts } = await loadAnnouncementFacts()
const now = '2026-11-22T03:00:00.000Z'
const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n', 'latin1')
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('a file is judged by its content', () => {
  it.each([
    ['thông báo.pdf', pdf, { ok: true, name: 'thông báo.pdf', type: 'application/pdf' }],
    ['anh.PNG', png, { ok: true, name: 'anh.PNG', type: 'image/png' }],
    ['lịch.exe', pdf, { ok: true, name: 'lịch.exe.pdf', type: 'application/pdf' }],
    ['../../etc/\u202efdp.png', pdf, { ok: true, name: 'fdp.png.pdf', type: 'application/pdf' }],
    ['', png, { ok: true, name: 'tep.png', type: 'image/png' }],
    ['.pdf', pdf, { ok: true, name: 'pdf.pdf', type: 'application/pdf' }],
    [
      'a.pdf',
      Buffer.from('MZ\x90\0'.padEnd(200, '\0'), 'latin1'),
      { ok: false, refusal: { why: 'file_type' } },
    ],
    ['a.pdf', Buffer.from('<html><script>1</script>'), { ok: false, refusal: { why: 'file_type' } }],
    ['a.png', png.subarray(0, 5), { ok: false, refusal: { why: 'file_type' } }],
    ['a.pdf', Buffer.alloc(0), { ok: false, refusal: { why: 'file_missing' } }],
    ['a.pdf', Buffer.alloc(10_000_001), { ok: false, refusal: { why: 'file_too_large' } }],
  ])('%s', async (name, bytes, expected) => {
    expect(await judgeFile({ name, bytes }, facts.files)).toMatchObject(expected)
  })
})

describe('files of an announcement', () => {
  let database: TestDatabase
  let lan: string
  let minh: string
  let id: string
  const act = <T>(work: (office: Office) => Promise<T>) =>
    inTransaction(database.pool, (sql) =>
      work({ sql, now, facts, served: ['hoan-kiem', 'ba-dinh'], isUnit: () => true }),
    )
  const add = (file: GivenFile) => act((office) => addFile(office, id, file, lan))
  const fromChat = { ref: 'BQAC', channel: 'telegram', account: 'bot' } as const
  beforeAll(async () => {
    database = await createTestDatabase()
    const rows = announcementRows(database.pool, now)
    lan = await rows.official()
    minh = await rows.official('hoan-kiem', 'approver')
    await rows.chat('telegram', { units: ['hoan-kiem'] })
    const written = { title: 'Cắt nước', text: 'Mai.', audience: { units: ['hoan-kiem'] } }
    const created = await act((office) => createAnnouncement(office, written, lan))
    id = created.ok ? created.id : ''
  })
  afterAll(() => database.drop())

  it('are kept as they are, and taken off again', async () => {
    await add({ name: 'lịch.pdf', bytes: pdf })
    await add({ name: 'bản đồ.png', bytes: png })
    const [content] = await readContent(database.pool, [id])
    expect(content?.files).toEqual([
      { id: expect.any(String), name: 'lịch.pdf', type: 'application/pdf', size: pdf.length },
      { id: expect.any(String), name: 'bản đồ.png', type: 'image/png', size: png.length },
    ])
    const { rows } = await database.pool.query('select bytes from announcement_file order by id')
    expect(pdf.equals(rows[0].bytes)).toBe(true)
    expect(await act((office) => removeFiles(office, id, lan))).toEqual({ ok: true })
    expect((await readContent(database.pool, [id]))[0]?.files).toEqual([])
  })

  it('are no more than so many', async () => {
    for (let number = 0; number < facts.files.most; number++)
      expect(await add({ name: 'a.png', bytes: png })).toMatchObject({ ok: true })
    expect(await add({ name: 'a.png', bytes: png })).toMatchObject({ refusal: { why: 'too_many_files' } })
    await act((office) => removeFiles(office, id, lan))
  })

  it('that a channel says are too large, or of another type, are not even fetched', async () => {
    expect(await add({ ...fromChat, name: 'a.zip', type: 'application/zip' })).toMatchObject({
      refusal: { why: 'file_type' },
    })
    expect(await add({ ...fromChat, size: 10_000_001 })).toMatchObject({ refusal: { why: 'file_too_large' } })
  })

  it('are a change that is submitted again, and are waited for before it is approved', async () => {
    const submit = () => act((office) => submitAnnouncement(office, id, lan))
    const approve = () => act((office) => approveAnnouncement(office, id, minh))
    await submit()
    await add({ ...fromChat, name: 'lịch.pdf', type: 'application/pdf', size: pdf.length })
    expect(await approve()).toMatchObject({ refusal: { why: 'state' } })
    await submit()
    expect(await approve()).toMatchObject({ refusal: { why: 'file_not_here_yet' } })
    await database.pool.query(`update announcement_file set failure = 'permanent'`)
    expect(await approve()).toMatchObject({ refusal: { why: 'file_missing' } })
    await database.pool.query('update announcement_file set failure = null, bytes = $1', [pdf])
    expect(await approve()).toEqual({ ok: true })
  })
})
