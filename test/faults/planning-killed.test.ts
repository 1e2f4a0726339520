import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { planAnnouncement } from '../../workers/announcements/plan-announcement.ts'
import { addFollowers } from '../support/announcement-followers.ts'
import { announcementRows } from '../support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const now = '2026-11-30T03:00:00.000Z'
const planner = resolve(import.meta.dirname, '../support/plan-process.ts')

describe('planning that is killed', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  /** How many rows there are. */
  async function planned(): Promise<number> {
    const { rows } = await database.pool.query<{ n: number }>(
      'select count(*)::int as n from announcement_recipient',
    )
    return rows[0]?.n ?? 0
  }

  function start(id: string): ChildProcess {
    const args = [
      '--disable-warning=ExperimentalWarning',
      planner,
      JSON.stringify(database.connection),
      id,
      '20',
    ]
    return spawn(process.execPath, args, { stdio: 'ignore' })
  }

  it('is gone on with by whoever comes next, and plans each recipient once', async () => {
    const count = 3000
    await addFollowers(database.pool, { count, followedAt: now, joined: 3 })
    const rows = announcementRows(database.pool, now)
    const id = await rows.announcement(await rows.official(), { audience: { all: true } })
    for (let kill = 0; kill < 2; kill++) {
      const before = await planned()
      // Two at it, so that one is often killed while it waits for the other.
      const processes = [start(id), start(id)]
      await vi.waitFor(async () => expect(await planned()).toBeGreaterThan(before), { interval: 5 })
      for (const process of processes) process.kill('SIGKILL')
      await Promise.all(
        processes.map((process) => process.exitCode ?? process.signalCode ?? once(process, 'exit')),
      )
    }
    expect(await planned()).toBeLessThan(2000)
    await planAnnouncement(database.pool, id, { now })
    const { rows: people } = await database.pool.query<{ rows: number; people: number }>(
      `select count(*)::int as rows, count(distinct coalesce(m.person, r.conversation_id::text))::int as people
       from announcement_recipient r left join person_member m using (conversation_id)`,
    )
    expect(people).toEqual([{ rows: 2000, people: 2000 }])
  })
})
