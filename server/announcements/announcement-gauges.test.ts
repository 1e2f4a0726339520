import { Registry } from 'prom-client'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { addAnnouncementGauges } from './announcement-gauges.ts'
import { measureAnnouncements } from './measure-announcements.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

describe('the figures of announcements', () => {
  it('are by state, and of recipients for those under way alone', async () => {
    const rows = announcementRows(database.pool, '2026-11-21T03:00:00Z')
    const author = await rows.official()
    const chats = await Promise.all([rows.chat('telegram'), rows.chat('telegram'), rows.chat('zalo_oa')])
    const sending = await rows.announcement(author)
    const sent = await rows.announcement(author, { state: 'sent' })
    await rows.announcement(author, { state: 'draft' })
    for (const [at, status] of (['planned', 'sent', 'failed'] as const).entries())
      await rows.recipient(sending, chats[at] ?? '', { status })
    await rows.recipient(sent, chats[0] ?? '', { status: 'sent' })
    const measured = vi.fn(() => measureAnnouncements(database.pool))
    const registry = new Registry()
    const clock = { ms: 0 }
    addAnnouncementGauges(registry, measured, () => clock.ms)
    const text = await registry.metrics()
    for (const line of [
      'motcua_announcements{state="sending"} 1',
      'motcua_announcements{state="sent"} 1',
      'motcua_announcements{state="draft"} 1',
      'motcua_announcements{state="paused"} 0',
      'motcua_announcement_recipients{status="planned"} 1',
      'motcua_announcement_recipients{status="sent"} 1',
      'motcua_announcement_recipients{status="failed"} 1',
      'motcua_announcement_recipients{status="held"} 0',
    ])
      expect(text.split('\n')).toContain(line)
    expect(measured).toHaveBeenCalledTimes(1)

    await database.pool.query(`update announcement set state = 'sent'`)
    clock.ms = 5_000
    expect(await registry.metrics()).toContain('motcua_announcement_recipients{status="sent"} 0')
    measured.mockRejectedValue(new Error('away'))
    clock.ms = 10_000
    expect(await registry.metrics()).toContain('motcua_announcements{state="sent"} 3')
  })

  it('are looked at the more seldom, the longer it takes', async () => {
    const clock = { ms: 0 }
    const figures = await measureAnnouncements(database.pool)
    const measured = vi.fn(async () => {
      clock.ms += 400
      return figures
    })
    const registry = new Registry()
    addAnnouncementGauges(registry, measured, () => clock.ms)
    await registry.metrics()
    clock.ms = 19_999
    await registry.metrics()
    expect(measured).toHaveBeenCalledTimes(1)
    clock.ms = 20_000
    await registry.metrics()
    expect(measured).toHaveBeenCalledTimes(2)
  })
})
