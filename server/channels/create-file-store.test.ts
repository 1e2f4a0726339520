import { afterAll, beforeAll, expect, it } from 'vitest'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { createFileStore } from './create-file-store.ts'

const now = '2026-11-22T03:00:00Z'
const of = { channel: 'zalo_oa', account: 'app' } as const

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

async function withFile(bytes: Buffer | null) {
  const rows = announcementRows(database.pool, now)
  const announcement = await rows.announcement(await rows.official(), { state: 'draft' })
  const { rows: files } = await database.pool.query<{ id: string }>(
    `insert into announcement_file (announcement_id, name, type, size, bytes, added_at)
     values ($1, 'a.pdf', 'application/pdf', 3, $2, $3) returning id::text`,
    [announcement, bytes, now],
  )
  return { id: files[0]?.id ?? '', store: createFileStore(database.pool) }
}

it('gives the bytes of a file, and none of one that is gone or not here yet', async () => {
  const { id, store } = await withFile(Buffer.from('pdf'))
  expect(Buffer.from((await store.read(id)) ?? '').toString()).toBe('pdf')
  expect(await store.read('999999')).toBeNull()
  const { id: awaited } = await withFile(null)
  expect(await store.read(awaited)).toBeNull()
})

it('remembers what a channel account knows a file as, until it knows it no more', async () => {
  const { id, store } = await withFile(Buffer.from('pdf'))
  expect(await store.knownAs(id, of)).toBeNull()
  await store.remember(id, { ...of, externalId: 'first', until: null })
  await store.remember(id, { ...of, externalId: 'second', until: '2999-01-01T00:00:00Z' })
  expect(await store.knownAs(id, of)).toBe('second')
  expect(await store.knownAs(id, { ...of, account: 'another' })).toBeNull()
  await store.remember(id, { ...of, externalId: 'third', until: '2026-01-01T00:00:00Z' })
  expect(await store.knownAs(id, of)).toBeNull()
})

it('remembers nothing of a file that is gone', async () => {
  const { store } = await withFile(null)
  await store.remember('999999', { ...of, externalId: 'first', until: null })
  expect(await store.knownAs('999999', of)).toBeNull()
})
