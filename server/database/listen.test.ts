import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { createLog } from '../log.ts'
import { type Listener, listen } from './listen.ts'

const log = createLog('silent')
let database: TestDatabase
let listener: Listener
let heard: string[]
const connected = vi.fn()

beforeEach(async () => {
  database = await createTestDatabase()
  heard = []
  connected.mockReset()
  const hear = (channel: string, payload: string) => {
    heard.push(`${channel} ${payload}`)
    if (payload === 'bad') throw new Error('of the handler')
  }
  const connection = { ...database.connection, application_name: 'listening' }
  listener = listen(connection, ['inbox', 'Out box'], hear, connected, log)
  await vi.waitFor(() => expect(connected).toHaveBeenCalledTimes(1))
})
afterEach(async () => {
  await listener.close()
  await database.drop()
})

const notify = (channel: string, payload: string) =>
  sql`select pg_notify(${channel}, ${payload})`.execute(database.db)

describe('listen', () => {
  it('hears its channels and no others', async () => {
    await notify('elsewhere', '1')
    await notify('inbox', '2')
    await notify('Out box', '')
    await vi.waitFor(() => expect(heard).toEqual(['inbox 2', 'Out box ']))
  })

  it('connects again when the connection is cut, and says so', async () => {
    await cut()
    await vi.waitFor(() => expect(connected).toHaveBeenCalledTimes(2))
    await notify('inbox', 'after')
    await vi.waitFor(() => expect(heard).toEqual(['inbox after']))
  })

  it('goes on after a handler failed', async () => {
    await notify('inbox', 'bad')
    await notify('inbox', 'next')
    await vi.waitFor(() => expect(heard).toEqual(['inbox bad', 'inbox next']))
  })

  it('hears nothing once closed', async () => {
    await listener.close()
    await notify('inbox', 'late')
    expect(heard).toEqual([])
  })

  it('can be closed while there is no database', async () => {
    const lost = listen({ host: '/nowhere' }, ['inbox'], () => {}, connected, log)
    await lost.close()
    expect(connected).toHaveBeenCalledTimes(1)
  })
})

async function cut(): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'listening'`.execute(database.db)
}
