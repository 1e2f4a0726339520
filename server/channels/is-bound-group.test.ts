import { afterAll, beforeAll, expect, it } from 'vitest'
import { bindChat } from '../../office/groups/bind-chat.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { isBoundGroup } from './is-bound-group.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it('knows a group of the personal account once it is bound, and no other', async () => {
  const now = '2026-11-22T01:00:00Z'
  const times = { state: JSON.stringify({}), created_at: now, active_at: now }
  await database.db
    .insertInto('conversation')
    .values([
      { channel: 'zalo_personal', account: '1', chat: 'g7', is_group: true, ...times },
      { channel: 'zalo_personal', account: '1', chat: 'g8', is_group: true, ...times },
      { channel: 'telegram', account: 'bot', chat: 'g8', is_group: true, ...times },
    ])
    .execute()
  expect(await isBoundGroup(database.pool, 'g7')).toBe(false)
  const unit = { unit: 'phuong-hoan-kiem' }
  await bindChat(database.db, { channel: 'zalo_personal', chat: 'g7' }, unit, now)
  await bindChat(database.db, { channel: 'telegram', chat: 'g8' }, unit, now)
  expect(await isBoundGroup(database.pool, 'g7')).toBe(true)
  expect(await isBoundGroup(database.pool, 'g8')).toBe(false)
})
