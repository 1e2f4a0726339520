import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { canMount, mountSmallDisk } from '../../test/support/small-disk.ts'
import { createLog } from '../log.ts'
import { checkSecret } from '../secret.ts'
import { backup } from './backup.ts'
import { serverName } from './connect.ts'
import { recordErasure } from './record-erasure.ts'
import { type RestoreOptions, restore } from './restore.ts'

const secret = Buffer.alloc(32, 5)
const now = '2026-11-21T05:00:00.000Z'
let from: TestDatabase
let to: TestDatabase
let dataDir: string
let file: string

beforeEach(async () => {
  ;[from, to] = await Promise.all([createTestDatabase(), createTestDatabase()])
  dataDir = await mkdtemp(join(tmpdir(), 'mot-cua-backup-'))
  file = join(dataDir, 'today.backup')
  await checkSecret(from.db, secret)
})
afterEach(() => Promise.all([from.drop(), to.drop(), rm(dataDir, { recursive: true })]))

const save = () => backup({ connection: from.connection, file, secret, now })
const bringBack = (options: Partial<RestoreOptions> = {}) =>
  restore({
    connection: to.connection,
    file,
    secret,
    dataDir,
    force: false,
    log: createLog('silent'),
    ...options,
  })

describe('backup and restore', () => {
  it('bring everything back as it was', async () => {
    await addConversation(from, '1', { text: 'Em mới sinh cháu 👶 "\\" \n <b>', times: 3 })
    await addConversation(from, '2', { text: 'Đ'.repeat(100_000) })
    const made = await save()
    expect(made).toMatchObject({
      file,
      createdAt: now,
      rows: { conversation: 2, inbox: 4, setting: 1, reminder: 0 },
    })

    expect(await bringBack()).toEqual({ createdAt: now, rows: made.rows, erased: 0, paused: [] })
    expect(await everything(to)).toEqual(await everything(from))
    await checkSecret(to.db, secret)
  })

  it('bring back files, byte for byte, and who got an announcement', async () => {
    const rows = announcementRows(from.pool, now)
    const announcement = await rows.announcement(await rows.official(), {
      state: 'sent',
      poll: { question: '?', options: ['a'] },
    })
    await rows.recipient(announcement, await rows.chat('telegram', { units: ['hoan-kiem'] }))
    const files = [randomBytes(3_000_000), Buffer.from('\\x00\n\0')]
    for (const bytes of files)
      await sql`insert into app.announcement_file (announcement_id, name, type, size, bytes, added_at)
        values (${announcement}, 'a.pdf', 'application/pdf', ${bytes.length}, ${bytes}, ${now})`.execute(
        from.db,
      )
    const made = await save()
    expect(made.rows).toMatchObject({
      announcement: 1,
      announcement_file: 2,
      announcement_recipient: 1,
      follower: 1,
    })
    await bringBack()
    const stored = await to.db.selectFrom('announcement_file').select('bytes').orderBy('id').execute()
    expect(stored.map(({ bytes }) => bytes?.equals(files.shift() ?? Buffer.alloc(0)))).toEqual([true, true])
    for (const table of ['announcement', 'announcement_recipient', 'follower'] as const)
      expect(await to.db.selectFrom(table).selectAll().execute()).toEqual(
        await from.db.selectFrom(table).selectAll().execute(),
      )
  })

  it('pause announcements under way, since nobody knows who got them after the backup', async () => {
    const rows = announcementRows(from.pool, now)
    const by = await rows.official()
    const sending = await rows.announcement(by, { state: 'sending' })
    const sent = await rows.announcement(by, { state: 'sent' })
    await save()
    expect(await bringBack()).toMatchObject({ paused: [sending] })
    const states = await to.db.selectFrom('announcement').select(['id', 'state']).orderBy('id').execute()
    expect(states).toEqual([
      { id: sending, state: 'paused' },
      { id: sent, state: 'sent' },
    ])
  })

  it('give no id twice, not even one whose row is gone', async () => {
    await addConversation(from, '1')
    const { id } = await from.db
      .insertInto('process')
      .values({ started_at: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    const gone = await addConversation(from, '2')
    await from.db.deleteFrom('conversation').where('id', '=', gone).execute()
    await save()
    await bringBack()
    expect(BigInt(await addConversation(to, '3'))).toBeGreaterThan(BigInt(gone))
    const process = to.db.insertInto('process').values({ started_at: now }).returning('id')
    expect(BigInt((await process.executeTakeFirstOrThrow()).id)).toBeGreaterThan(BigInt(id))
    expect(await to.db.selectFrom('process').select('id').execute()).toHaveLength(1)
  })

  it('keep what the tables hold each other to', async () => {
    await addConversation(from, '1', { text: 'a' })
    await save()
    await bringBack()
    await to.db.deleteFrom('conversation').execute()
    expect(await to.db.selectFrom('inbox').selectAll().execute()).toEqual([])
  })

  it('take one instant while people go on writing', async () => {
    await addConversation(from, 'before', { text: 'a', times: 500 })
    const saving = save()
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => addConversation(from, `during ${n}`, { text: 'b' })),
    )
    const { rows } = await saving
    await bringBack()
    const counted = await sql<{ n: number }>`
      select count(*)::int as n from app.inbox where event->>'text' = 'b'`.execute(to.db)
    // Each came in with its conversation, in one transaction.
    expect(rows.conversation).toBe(1 + (counted.rows[0]?.n ?? 0))
  })
})

describe('a backup', () => {
  it('is readable by this account alone and leaves nothing else behind', async () => {
    await save()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await save()
    expect(await readdir(dataDir)).toEqual(['today.backup'])
  })

  it('holds no secret', async () => {
    await save()
    const text = gunzipSync(await readFile(file)).toString()
    for (const encoding of ['hex', 'base64'] as const) expect(text).not.toContain(secret.toString(encoding))
  })

  it('says where it could not be written', async () => {
    const target = join(dataDir, 'nowhere', 'x.backup')
    const attempt = backup({ connection: from.connection, file: target, secret, now })
    await expect(attempt).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(target),
    })
  })

  it('takes the place of a file only', async () => {
    const attempt = backup({ connection: from.connection, file: dataDir, secret, now })
    await expect(attempt).rejects.toMatchObject({
      code: 'bad_usage',
      message: expect.stringContaining(dataDir),
    })
    expect(await readdir(dataDir)).toEqual([])
  })

  it.runIf(canMount)('leaves the last one alone when the disk is full', async () => {
    const disk = await mountSmallDisk(1)
    try {
      const target = join(disk.folder, 'today.backup')
      await writeFile(target, 'the last one')
      await addConversation(from, '1', { text: randomBytes(1_500_000).toString('base64') })
      const attempt = backup({ connection: from.connection, file: target, secret, now })
      await expect(attempt).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('full'),
      })
      expect(await readFile(target, 'utf8')).toBe('the last one')
      expect(await readdir(disk.folder)).toEqual(['today.backup'])
    } finally {
      await disk.unmount()
    }
  })
})

describe('restore', () => {
  it('erases again what was erased since, and keeps who came back', async () => {
    await addConversation(from, 'gone', { text: 'a', at: '2026-11-01T00:00:00Z' })
    await addConversation(from, 'back', { text: 'b', at: '2026-11-10T00:00:00Z' })
    await addConversation(from, 'stays', { text: 'c', at: '2026-11-01T00:00:00Z' })
    const journal = { dataDir, secret }
    await recordErasure(
      journal,
      { channel: 'telegram', account: 'bot', chat: 'back' },
      '2026-11-05T00:00:00Z',
    )
    await save()
    await recordErasure(
      journal,
      { channel: 'telegram', account: 'bot', chat: 'gone' },
      '2026-11-20T00:00:00Z',
    )
    await recordErasure(journal, { channel: 'web', account: 'bot', chat: 'stays' }, '2026-11-20T00:00:00Z')

    expect(await bringBack()).toMatchObject({ erased: 1 })
    const left = to.db.selectFrom('conversation').select('chat').orderBy('chat')
    expect(await left.execute()).toEqual([{ chat: 'back' }, { chat: 'stays' }])
    const texts = await sql`select event->>'text' as text from app.inbox order by 1`.execute(to.db)
    expect(texts.rows).toEqual([{ text: 'b' }, { text: 'c' }])
  })

  it('keeps a journal that names nobody, and reads past a line cut off by a crash', async () => {
    const journal = { dataDir, secret }
    const who = { channel: 'telegram', account: 'bot', chat: '84912345678' }
    await recordErasure(journal, who, '2026-11-20T00:00:00Z')
    const path = join(dataDir, 'erasures.jsonl')
    const text = await readFile(path, 'utf8')
    expect(text).not.toContain('84912345678')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await writeFile(path, text.slice(0, -5))
    await recordErasure(journal, who, '2026-11-20T00:00:00Z')

    await addConversation(from, '84912345678', { at: '2026-11-01T00:00:00Z' })
    await save()
    expect(await bringBack()).toMatchObject({ erased: 1 })
  })

  it('refuses a database that holds data, unless told to replace it', async () => {
    await addConversation(from, 'new')
    await save()
    await addConversation(to, 'old', { text: 'a' })
    await to.db.insertInto('setting').values({ key: 'k', value: 'v' }).execute()
    await sql`create schema bullmq; create table bullmq.job (id text)`.execute(to.db)
    await expect(bringBack()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('--force'),
    })
    expect(await to.db.selectFrom('conversation').select('chat').execute()).toEqual([{ chat: 'old' }])

    await bringBack({ force: true })
    expect(await everything(to)).toEqual(await everything(from))
    const queues = await sql`select to_regnamespace('bullmq') as there`.execute(to.db)
    expect(queues.rows).toEqual([{ there: null }])
  })

  it('refuses while a server runs on the database', async () => {
    await save()
    await sql`select set_config('application_name', ${serverName}, false)`.execute(to.db)
    await expect(bringBack({ force: true })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('stop it'),
    })
  })

  it('needs the secret it was made with', async () => {
    await save()
    await expect(bringBack({ secret: Buffer.alloc(32, 6) })).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringContaining('SECRET_KEY'),
    })
  })

  it('refuses a newer release’s', async () => {
    await save()
    await rewrite((text) => text.replace('"migrations":[', '"migrations":["9999-later",'))
    await expect(bringBack()).rejects.toMatchObject({ message: expect.stringContaining('newer release') })
    await rewrite((text) => text.replace('"9999-later",', '').replace('"version":1', '"version":2'))
    await expect(bringBack()).rejects.toMatchObject({ message: expect.stringContaining('newer release') })
  })

  const damages: [string, () => Promise<void>, RegExp][] = [
    ['cut off', async () => truncate(file, (await stat(file)).size - 20), /ends in the middle/],
    ['cut at a line', () => rewrite((text) => text.slice(0, text.indexOf('#end'))), /ends in the middle/],
    [
      'cut within a line',
      () => rewrite((text) => text.slice(0, text.indexOf('#end') - 9)),
      /ends in the middle/,
    ],
    [
      'short of a row',
      () => rewrite((text) => text.replace(/^\{"id":1,.*\n/m, '')),
      /damaged: 0 of 1 rows of/,
    ],
    [
      'not JSON in a row',
      () => rewrite((text) => text.replace(/^\{"id":1,/m, '{"id":1;')),
      /damaged at or before line \d+/,
    ],
    [
      'not JSON at its end',
      () => rewrite((text) => text.replace('#end {', '#end ')),
      /damaged at or before line \d+/,
    ],
    ['empty', () => writeFile(file, ''), /ends in the middle|not a backup/],
    ['something else', () => writeFile(file, 'hello'), /not a backup/],
    ['some other gzip', () => writeFile(file, gzipSync('hello\n')), /not a backup/],
    ['changed', async () => writeFile(file, flipped(await readFile(file))), /damaged|not a backup/],
  ]
  it.each(damages)('changes nothing when the file is %s', async (_, damage, message) => {
    await addConversation(from, '1')
    await save()
    await damage()
    await addConversation(to, 'old')
    const before = await everything(to)
    await expect(bringBack({ force: true })).rejects.toMatchObject({
      code: 'bad_data',
      message: expect.stringMatching(message),
    })
    expect(await everything(to)).toEqual(before)
  })

  it('says when there is no such file', async () => {
    await expect(bringBack()).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(file),
    })
  })
})

async function rewrite(change: (text: string) => string): Promise<void> {
  await writeFile(file, gzipSync(change(gunzipSync(await readFile(file)).toString())))
}

function flipped(bytes: Buffer): Buffer {
  const middle = Math.floor(bytes.length / 2)
  return Buffer.from(bytes.map((byte, index) => (index === middle ? byte ^ 0xff : byte)))
}

async function addConversation(
  { db }: TestDatabase,
  chat: string,
  { text, times = 1, at = now }: { text?: string; times?: number; at?: string } = {},
): Promise<string> {
  return db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('conversation')
      .values({
        channel: 'telegram',
        account: 'bot',
        chat,
        is_group: false,
        state: '{"lang": "vi"}',
        created_at: at,
        active_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (let n = 0; text !== undefined && n < times; n += 1)
      await sql`insert into app.inbox (conversation_id, channel, account, external_id, event)
        values (${id}, 'telegram', 'bot', ${randomUUID()}, ${JSON.stringify({ kind: 'text', text }, null, 2)})`.execute(
        trx,
      )
    return id
  })
}

/** All rows, as text, so that nothing is lost in reading them. JSON is compared as what it means. */
async function everything({ db }: TestDatabase): Promise<unknown> {
  const tables = ['conversation', 'inbox', 'outbox', 'reminder', 'resume_code', 'code_try', 'setting']
  const found = tables.map(async (table) => {
    const { rows } = await sql<{ row: unknown }>`
      select row_to_json(t)::jsonb::text as row from ${sql.table(`app.${table}`)} t order by 1`.execute(db)
    return [table, rows]
  })
  return Object.fromEntries(await Promise.all(found))
}
