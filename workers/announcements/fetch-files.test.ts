import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FetchedImage, PushChannel } from '../../bots/channels/channel.ts'
import type { OfficialNews } from '../../bots/flows/announcements/announcement-sayings.ts'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { blank, toPng } from '../../test/support/photo.ts'
import { type FetchParts, fetchFiles } from './fetch-files.ts'

const now = '2026-11-22T03:00:00Z'
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF')
const facts = { most: 5, bytes: 10_000, types: ['application/pdf', 'image/jpeg', 'image/png'] }

let database: TestDatabase
let announcement: string
beforeAll(async () => {
  database = await createTestDatabase()
  const rows = announcementRows(database.pool, now)
  announcement = await rows.announcement(await rows.official(), { state: 'draft' })
})
afterAll(() => database.drop())
beforeEach(() => database.pool.query('delete from announcement_file'))

/** A process that serves one bot, which hands out files by their ref. */
function withProcess(answer: (ref: string) => FetchedImage, more: Partial<FetchParts> = {}) {
  const asked: string[] = []
  const told: OfficialNews[] = []
  const channel: PushChannel = {
    name: 'telegram',
    account: 'bot',
    capabilities: { maxText: 100, edit: false },
    send: async () => ({ ok: true, externalId: null }),
    fetchFile: async (ref) => {
      asked.push(ref)
      return answer(ref)
    },
  }
  const parts: FetchParts = {
    pool: database.pool,
    clock: { now: () => Temporal.Instant.from(now) },
    log: { warn: () => {}, error: () => {} },
    facts: () => facts,
    channels: () => [channel],
    readSignatures: async () => [{ signer: 'UBND phường', verdict: 'valid' }],
    tell: async (_sql, id, news) => {
      expect(id).toBe(announcement)
      told.push(news)
    },
    ...more,
  }
  return { parts, asked, told, run: () => fetchFiles(parts) }
}

async function waiting(name: string, ref = 'f1', more: { account?: string; addedAt?: string } = {}) {
  const source = { channel: 'telegram', account: more.account ?? 'bot', ref }
  const { rows } = await database.pool.query(
    `insert into announcement_file (announcement_id, name, type, size, source, added_at)
     values ($1, $2, 'application/octet-stream', 0, $3, $4) returning id::text`,
    [announcement, name, JSON.stringify(source), more.addedAt ?? now],
  )
  return rows[0].id as string
}

async function row(id: string) {
  return database.db
    .selectFrom('announcement_file')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** What waits for its next try need not wait any longer. */
const letTime = () => database.pool.query('update announcement_file set not_before = null')

const here = (bytes: Uint8Array): FetchedImage => ({ ok: true, bytes })
const away: FetchedImage = { ok: false, again: true, detail: 'HTTP 500' }

/** @returns its version, and the one that was submitted */
async function versions() {
  const { rows } = await database.pool.query(
    'select version, submitted_version as submitted from announcement where id = $1',
    [announcement],
  )
  return rows[0]
}

describe('an announcement whose file comes, or does not', () => {
  it.each([
    ['comes', here(pdf)],
    ['is none', here(Buffer.from('plain'))],
    ['is gone', { ok: false, again: false, detail: 'HTTP 404' } as const],
  ])('is another version when it %s, submitted as it was', async (_how, answer) => {
    await database.pool.query('update announcement set version = 3, submitted_version = 3 where id = $1', [
      announcement,
    ])
    await waiting('a')
    await withProcess(() => answer).run()
    expect(await versions()).toEqual({ version: 4, submitted: 4 })
    await database.pool.query('update announcement set submitted_version = null where id = $1', [
      announcement,
    ])
    await waiting('b')
    await withProcess(() => answer).run()
    expect(await versions()).toEqual({ version: 5, submitted: null })
  })
})

describe('a file that an official sent in a chat', () => {
  it('is fetched once, judged by what is in it, and its author told', async () => {
    const id = await waiting('Tờ trình số 5')
    const one = withProcess(() => here(pdf))
    const two = withProcess(() => here(pdf))
    await Promise.all([one.run(), two.run()])
    expect([...one.asked, ...two.asked]).toEqual(['f1'])
    expect(await row(id)).toMatchObject({
      name: 'Tờ trình số 5.pdf',
      type: 'application/pdf',
      size: pdf.length,
      bytes: pdf,
      sha256: createHash('sha256').update(pdf).digest('hex'),
      signatures: [{ signer: 'UBND phường', verdict: 'valid' }],
      source: null,
      failure: null,
    })
    expect([...one.told, ...two.told]).toEqual([{ kind: 'file_here', name: 'Tờ trình số 5.pdf' }])
  })

  it('is looked at for signatures where it is a PDF alone', async () => {
    const id = await waiting('ảnh', 'p')
    await withProcess(() => here(toPng(blank(2, 2)))).run()
    expect(await row(id)).toMatchObject({ name: 'ảnh.png', type: 'image/png', signatures: null })
  })

  it.each<[string, Uint8Array, string]>([
    ['is of a type that is not sent, whatever its name', Buffer.from('MZ\x90\0 a program'), 'file_type'],
    ['is too large', Buffer.concat([pdf, Buffer.alloc(10_000)]), 'file_too_large'],
    ['is empty', Buffer.alloc(0), 'file_missing'],
  ])('is left out when it %s', async (_why, bytes, failure) => {
    const id = await waiting('to-trinh.pdf')
    const { run, told } = withProcess(() => here(bytes))
    await run()
    expect(await row(id)).toMatchObject({ bytes: null, failure, source: null })
    expect(told).toEqual([{ kind: 'file_failed', name: 'to-trinh.pdf' }])
  })

  it('is tried five times with longer and longer pauses, then given up', async () => {
    const id = await waiting('to-trinh.pdf')
    const { run, asked, told } = withProcess(() => away)
    const pauses: number[] = []
    for (let time = 0; time < 8; time += 1) {
      pauses.push((await run()) ?? 0)
      await letTime()
    }
    expect(asked).toHaveLength(5)
    expect(pauses.map((ms) => Math.round(ms / 5_000) * 5)).toEqual([10, 20, 40, 80, 0, 0, 0, 0])
    expect(await row(id)).toMatchObject({ failure: 'unreachable', source: null })
    expect(told).toEqual([{ kind: 'file_failed', name: 'to-trinh.pdf' }])
  })

  it('comes at a later try', async () => {
    const id = await waiting('to-trinh.pdf')
    const answers = [away, here(pdf)]
    const { run, told } = withProcess(() => answers.shift() ?? away)
    await run()
    expect((await row(id)).bytes).toBeNull()
    await letTime()
    await run()
    expect(await row(id)).toMatchObject({ bytes: pdf, attempts: 2 })
    expect(told).toHaveLength(1)
  })

  it('is left to whoever serves its channel, and given up after an hour without anybody', async () => {
    const id = await waiting('to-trinh.pdf', 'f1', { account: 'another' })
    const { run, asked } = withProcess(() => here(pdf))
    expect(await run()).toBeNull()
    expect(await row(id)).toMatchObject({ attempts: 0, failure: null })
    await database.pool.query(`update announcement_file set added_at = '2026-11-22T01:59:59Z'`)
    await run()
    expect(await row(id)).toMatchObject({ failure: 'unreachable' })
    expect(asked).toEqual([])
  })

  it('that a process died with is taken up again, and given up when that goes on', async () => {
    const id = await waiting('to-trinh.pdf')
    await database.pool.query('update announcement_file set attempts = 5')
    const { run, asked } = withProcess(() => here(pdf))
    await run()
    expect(asked).toEqual([])
    expect(await row(id)).toMatchObject({ failure: 'unreachable' })
  })

  it('is here though its author cannot be told', async () => {
    const id = await waiting('to-trinh.pdf')
    const { run } = withProcess(() => here(pdf), {
      tell: async (sql) => {
        await sql.query({ text: 'select 1 / 0', values: [] })
      },
    })
    await run()
    expect((await row(id)).bytes).toEqual(pdf)
  })

  it('that was taken away meanwhile is nobody’s business', async () => {
    const id = await waiting('to-trinh.pdf')
    const { run, told } = withProcess(() => here(pdf), {
      readSignatures: async () => {
        await database.pool.query('delete from announcement_file where id = $1', [id])
        return []
      },
    })
    await run()
    expect(told).toEqual([])
  })
})
