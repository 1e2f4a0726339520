import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { announcementRows } from '../../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import type { CommandContext } from '../command-context.ts'
import { type ActCommand, actOnOne } from './act.ts'
import { countFollowers } from './count-followers.ts'
import { correctOne, createOne, editOne } from './create.ts'
import { listThem } from './list.ts'
import { showOne } from './show.ts'
import { showStatus } from './status.ts'

const start = '2026-11-22T03:00:00.000Z'
const pdf = '%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n'
const water = {
  title: 'Cắt nước',
  text: 'Mai cắt nước từ 8 giờ.',
  topic: 'dien-nuoc',
  audience: { units: ['hoan-kiem'] },
}

let database: TestDatabase
let folder: string
let rows: ReturnType<typeof announcementRows>
let printed: { result: Record<string, unknown>; said: string }
let context: CommandContext
let lan: string
let minh: string
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'announcements-'))
  rows = announcementRows(database.pool, start)
  await writeFile(join(folder, 'lịch.pdf'), pdf)
  await writeFile(join(folder, 'giả.pdf'), 'MZ'.padEnd(100, '\0'))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await database.drop()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  await database.pool.query('truncate announcement, official, conversation cascade')
  // Paths are the caller's.
  vi.stubEnv('INIT_CWD', folder)
  printed = { result: {}, said: '' }
  context = {
    clock: { now: () => Temporal.Instant.from(start) },
    config: { units: ['hoan-kiem', 'ba-dinh'], knowledgeDir: join(folder, 'knowledge') },
    withDatabase: (work: (open: unknown) => Promise<unknown>) =>
      work({ ...database, secret: Buffer.alloc(32, 7) }),
    print: (result: Record<string, unknown>, said: string) => Object.assign(printed, { result, said }),
  } as unknown as CommandContext
  lan = await rows.official('hoan-kiem', 'communicator')
  minh = await rows.official('hoan-kiem', 'approver')
  await rows.chat('telegram', { units: ['hoan-kiem'], topics: ['chung', 'dien-nuoc'] })
  await rows.chat('zalo_oa', { units: ['hoan-kiem'], topics: ['dien-nuoc'], stoppedAt: start })
})

async function file(content: unknown): Promise<string> {
  await writeFile(join(folder, 'f.json'), typeof content === 'string' ? content : JSON.stringify(content))
  return 'f.json'
}
async function create(content: unknown = water, by = lan) {
  await createOne(context, { file: await file(content), by })
  return printed.result as { id: string; state: string; recipients: number }
}
async function act(
  name: ActCommand,
  id: string,
  by = minh,
  more: { urgent?: true; version?: number; note?: string } = {},
) {
  await actOnOne(context, name, id, { by, ...more })
  return printed.result
}
const approved = async () => {
  const { id } = await create()
  await act('approve', id)
  return id
}

it('announcements approve takes the version that show told, and no other', async () => {
  const { id } = await create()
  await showOne(context, id)
  const { version } = printed.result as { version: number }
  expect(printed.said).toContain(`version    ${version}`)
  await editOne(context, id, { file: await file({ text: 'Hôm nay cắt nước.' }), by: lan })
  await act('submit', id, lan)
  await expect(act('approve', id, minh, { version })).rejects.toThrow(`it is at version ${version + 1} now`)
  expect(await act('approve', id, minh, { version: version + 1 })).toMatchObject({ state: 'sending' })
})

describe('announcements create', () => {
  it('writes one that waits for approval, with its attachments from the caller’s folder', async () => {
    const created = await create({ ...water, attachments: ['lịch.pdf'], canary: false })
    expect(created).toEqual({ id: expect.stringMatching(/^\d+$/), state: 'draft', recipients: 1 })
    await showOne(context, created.id)
    expect(printed.result).toMatchObject({
      ...water,
      unit: 'hoan-kiem',
      submitted: true,
      files: [{ name: 'lịch.pdf', type: 'application/pdf', size: pdf.length }],
    })
    expect(printed.said).toContain('lịch.pdf')
  })

  it('tells an approver who has linked a chat', async () => {
    const chat = await rows.chat('telegram')
    await database.pool.query('insert into official_chat values ($1, $2, $3)', [chat, minh, start])
    await create()
    const told = await database.pool.query('select reply from outbox where conversation_id = $1', [chat])
    expect(told.rows).toHaveLength(1)
    expect(JSON.stringify(told.rows)).toContain('Cắt nước')
  })

  it('waits for no pipe, and begins nothing before all files are read', async () => {
    await promisify(execFile)('mkfifo', [join(folder, 'ống.pdf')])
    const connect = vi.spyOn(database.pool, 'connect')
    const error = await create({ ...water, attachments: ['ống.pdf', '/dev/null'] }).catch((thrown) => thrown)
    expect(error.message).toBe(
      ['0', '1'].map((at) => `attachments.${at}: there is no such file, or it cannot be read`).join('; '),
    )
    // Without a callback a transaction takes a connection.
    expect(connect.mock.calls.filter(([callback]) => callback === undefined)).toEqual([])
  })

  it('says a few of many mistakes of a kind, and how many more there are', async () => {
    const groups = Array.from({ length: 400 }, (_, at) => String(at + 1000))
    const said = async (audience: object) =>
      (await create({ ...water, audience }).catch((thrown) => thrown)).message as string
    const unknown = await said({ groups })
    expect(unknown.match(/audience\.groups/g)).toHaveLength(5)
    expect(unknown).toContain('names "1004", that is not known or not served here, and 395 more')
    expect(await said({ groups: [...groups, ...groups] })).toBe('audience.groups must be 500 at most')
    expect((await said({ groups: groups.map(Number) })).length).toBeLessThan(2000)
  })

  it('takes no text that is broken', async () => {
    const bytes = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])
    await writeFile(join(folder, 'f.json'), bytes)
    await expect(createOne(context, { file: 'f.json', by: lan })).rejects.toThrow('no JSON in UTF-8')
  })

  it('says every mistake in one line, and writes nothing', async () => {
    const wrong = {
      title: ' ',
      text: 'x'.repeat(20_000),
      topic: 'nuoc',
      audience: { units: ['hanoi'], chats: ['telegram:0912345678'] },
      at: '2026-11-21T08:00:00+07:00',
      attachments: ['lịch.pdf', 'giả.pdf', 'không có.pdf', '.'],
    }
    const error = await create(wrong).catch((thrown) => thrown)
    expect(error).toMatchObject({ exit: 1 })
    for (const part of [
      'title is missing or empty',
      'text is longer than 10000',
      'topic must be one of chung',
      'at is in the past',
      'audience.units names "hanoi"',
      'audience.chats names at place 1',
      'attachments.1: an attachment is, by its content, none of',
      'attachments.2: there is no such file',
      'attachments.3: there is no such file',
    ])
      expect(error.message).toContain(part)
    expect(error.message).not.toMatch(/0912345678|\n/)
    await listThem(context, {})
    expect(printed.result).toEqual({ announcements: [] })
  })

  it.each([
    ['no JSON', '{"title":', 'is no JSON'],
    ['nothing', {}, 'title is missing or empty; text is missing or empty; audience is missing or empty'],
    ['an audience of nobody', { ...water, audience: { units: [] } }, 'audience is missing or empty'],
    ['a part that there is not', { ...water, titel: 'x' }, 'a part that there is not'],
    ['a time without an offset', { ...water, at: '2026-11-23T08:00:00' }, 'with an offset'],
    ['a city', { ...water, audience: { all: true } }, 'does not cover the audience'],
  ])('refuses %s', async (_, content, why) => {
    await expect(create(content)).rejects.toMatchObject({ exit: 1, message: expect.stringContaining(why) })
  })

  it('is for communicators, approvers and heads who are in office', async () => {
    const chair = await rows.official('hoan-kiem', 'chair')
    for (const [by, why] of [
      [chair, '--by is chair'],
      ['12345', '--by names no official'],
      ['x', '--by names no official'],
    ])
      await expect(create(water, by)).rejects.toMatchObject({
        exit: 1,
        message: expect.stringContaining(why ?? ''),
      })
    await expect(createOne(context, { file: 'nowhere.json', by: lan })).rejects.toMatchObject({ exit: 1 })
  })
})

describe('the acts', () => {
  it('approve plans it to the end, and status says the same', async () => {
    const id = await approved()
    const counts = { total: 1, sent: 0, delivered: 0, failed: 0, skipped: 0, pending: 1 }
    expect(printed.result).toMatchObject({ id, state: 'sending', ...counts })
    await showStatus(context, id)
    expect(printed.result).toMatchObject({ id, state: 'sending', ...counts })
    expect(printed.said).toContain('of 1: 0 sent')
    await expect(act('approve', id)).rejects.toMatchObject({
      exit: 1,
      message: expect.stringContaining('sending'),
    })
  })

  it('approve of what is urgent needs to be confirmed', async () => {
    const { id } = await create({ ...water, urgent: true, topic: 'thien-tai' })
    await expect(act('approve', id)).rejects.toMatchObject({
      exit: 1,
      message: expect.stringContaining('--urgent'),
    })
    expect(await act('approve', id, minh, { urgent: true })).toMatchObject({ state: 'sending' })
  })

  it('pause, resume and stop end with nothing pending; resume after that is refused', async () => {
    const id = await approved()
    expect(await act('pause', id, lan)).toMatchObject({ state: 'paused', pause: 'asked', pending: 1 })
    expect(await act('resume', id, lan)).toMatchObject({ state: 'sending' })
    expect(await act('stop', id, lan)).toMatchObject({ state: 'stopped', skipped: 1, pending: 0 })
    await expect(act('resume', id, lan)).rejects.toMatchObject({
      exit: 1,
      message: 'it is stopped, which is final',
    })
  })

  it('stop waits for what is on its way', async () => {
    const id = await approved()
    await database.pool.query(
      `update announcement_recipient set status = 'sending' where announcement_id = $1`,
      [id],
    )
    const stopping = act('stop', id)
    await vi.waitFor(async () => {
      await showStatus(context, id)
      expect(printed.result).toMatchObject({ state: 'stopped', pending: 1 })
    })
    await database.pool.query(
      `update announcement_recipient set status = 'sent', settled_at = $2 where announcement_id = $1`,
      [id, start],
    )
    expect(await stopping).toMatchObject({ state: 'stopped', sent: 1, pending: 0 })
  })

  it('stop settles what was on its way when its process died', async () => {
    const id = await approved()
    await database.pool.query(
      `update announcement_recipient set status = 'sending', owner = 999999 where announcement_id = $1`,
      [id],
    )
    expect(await act('stop', id)).toMatchObject({
      ...{ state: 'stopped', failed: 1, pending: 0, unknown: 1 },
      reasons: { unknown_outcome: 1 },
    })
  })

  it('a draft goes back with a note, is edited, and is submitted again', async () => {
    const { id } = await create({ ...water, attachments: ['lịch.pdf'] })
    await act('return', id, minh, { note: 'Ghi rõ giờ.' })
    const changed = await file({ text: 'Mai cắt nước từ 8 đến 17 giờ.', attachments: [] })
    await editOne(context, id, { file: changed, by: lan })
    expect(printed.result).toEqual({ id, state: 'draft', recipients: 1 })
    await expect(act('approve', id)).rejects.toThrow('announcements submit')
    await act('submit', id, lan)
    await expect(act('submit', id, lan)).rejects.toThrow('waits for an approver')
    await act('approve', id)
    await showOne(context, id)
    expect(printed.result).toMatchObject({
      text: 'Mai cắt nước từ 8 đến 17 giờ.',
      title: 'Cắt nước',
      files: [],
    })
  })

  it('correct stops the wrong one, and is approved like any other', async () => {
    const id = await approved()
    await database.pool.query(`update announcement_recipient set status = 'sent', settled_at = $1`, [start])
    await correctOne(context, id, { file: await file({ text: 'Mai không cắt nước.' }), by: lan })
    const { id: correction } = printed.result as { id: string }
    expect(printed.result).toEqual({ id: correction, state: 'draft', recipients: 1, corrects: id })
    expect(await act('approve', correction)).toMatchObject({ state: 'sending', total: 1 })
    await showStatus(context, id)
    expect(printed.result).toMatchObject({ state: 'stopped' })
    const recall = { deletes: true, stays: [] }
    expect(await act('recall', id)).toMatchObject({ state: 'stopped', sent: 1, recall })
  })

  it('refuse an official of another unit, and that goes on record', async () => {
    const { id } = await create()
    const other = await rows.official('ba-dinh', 'approver')
    await expect(act('approve', id, other)).rejects.toMatchObject({
      exit: 1,
      message: expect.stringContaining('--by is of ba-dinh'),
    })
    const { rows: tries } = await database.pool.query(
      `select detail from audit_entry where actor = $1 and action = 'announcement.refused'`,
      [`official:${other}`],
    )
    expect(tries).toEqual([{ detail: { announcement: id, act: 'approve', why: 'other_unit' } }])
  })

  it.each(['999', 'x', '-1'])('there is none of the id %s', async (id) => {
    for (const run of [() => act('stop', id), () => showStatus(context, id), () => showOne(context, id)])
      await expect(run()).rejects.toMatchObject({
        exit: 1,
        message: expect.stringContaining('announcements list'),
      })
  })
})

it('announcements list shows the latest first, of a unit and a state', async () => {
  const first = await create()
  const second = await create({ ...water, title: 'Cắt điện' })
  await act('approve', first.id)
  const listed = async (filter: { unit?: string; state?: string }) => {
    await listThem(context, filter)
    return (printed.result.announcements as { id: string }[]).map(({ id }) => id)
  }
  expect(await listed({})).toEqual([second.id, first.id])
  expect(printed.said).toContain('draft, submitted')
  expect(await listed({ state: 'sending' })).toEqual([first.id])
  expect(await listed({ unit: 'ba-dinh' })).toEqual([])
  await expect(listThem(context, { state: 'gone' })).rejects.toMatchObject({ exit: 2 })
})

it('followers count says how many follow, by channel and topic', async () => {
  await rows.chat('web', { units: ['ba-dinh'] })
  await countFollowers(context, {})
  expect(printed.result).toEqual({
    followers: 2,
    stopped: 1,
    byChannel: { telegram: 1, web: 1, zalo_oa: 0 },
    byTopic: { chung: 2, 'dien-nuoc': 1 },
  })
  await countFollowers(context, { unit: 'hoan-kiem' })
  expect(printed.result).toMatchObject({ unit: 'hoan-kiem', followers: 1, stopped: 1 })
  await expect(countFollowers(context, { unit: 'hanoi' })).rejects.toMatchObject({ exit: 2 })
})
