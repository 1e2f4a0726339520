import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, vi } from 'vitest'
import type { SendResult } from '../../bots/channels/channel.ts'
import { createLog } from '../../server/log.ts'
import { createPlanner } from '../../workers/announcements/create-planner.ts'
import { fakeChannel } from '../faults/support/fake-channel.ts'
import { setUpSending } from './support/set-up-sending.ts'

const patience = { interval: 10 }
const start = Temporal.Instant.from('2026-11-23T10:00+07:00')
/** More than two pages. */
const many = 2500

describe('the planning of announcements while others are sent', () => {
  const given = setUpSending(start)

  /** By a clock that goes on with every page. */
  function planner(onPage: (page: number) => void = () => {}) {
    const ending = new AbortController()
    const heard = { planned: 0, later: 0, pages: 0 }
    const { plan, finish } = createPlanner({
      pool: given.pool,
      log: createLog('silent'),
      clock: {
        now() {
          onPage(++heard.pages)
          return start.add({ seconds: heard.pages })
        },
      },
      onPlanned: () => void heard.planned++,
      onLater: () => void heard.later++,
      ending: ending.signal,
    })
    return { plan, finish, heard, end: () => ending.abort() }
  }

  /** The announcements that are planned to their end, in the order in which they were. */
  async function planned(): Promise<string[]> {
    const { rows } = await given.query<{ id: string }>(
      'select id::text from announcement where planned_at is not null order by planned_at',
    )
    return rows.map(({ id }) => id)
  }

  it('takes turns, and what is urgent goes before all others', async () => {
    await given.rows.followers(many)
    const large = await given.rows.announcement({ unplanned: true })
    const small = await given.rows.announcement({ unplanned: true, audience: { units: ['cua-nam'] } })
    const urgent = await given.rows.announcement({ unplanned: true, urgent: 'disaster' })
    const all = [large, small, urgent].map((id) => ({ id, urgent: id === urgent }))
    const { plan, finish, heard } = planner((page) => {
      if (page === 2) plan(all)
    })
    plan(all.slice(0, 2))
    await finish()
    // Pages: of the large one, of the small one, of the urgent one to its end, of the large one to its end.
    expect(await planned()).toEqual([small, urgent, large])
    expect(heard).toMatchObject({ planned: 3, later: 0 })
  })

  it('leaves a correction for later as long as what it corrects is on its way, and plans the others', async () => {
    const wrong = await given.rows.sending(await given.rows.followers(1), { state: 'stopped' })
    await given.query(`update announcement_recipient set status = 'sending', owner = 77`)
    const correction = await given.rows.announcement({ unplanned: true, corrects: wrong })
    const other = await given.rows.announcement({ unplanned: true })
    const { plan, finish, heard } = planner()
    plan([correction, other].map((id) => ({ id, urgent: false })))
    await finish()
    expect(await planned()).toEqual([wrong, other])
    expect(heard).toEqual({ planned: 1, later: 1, pages: 2 })
  })

  it('plans the others and then the correction, as a process does', async () => {
    const channel = fakeChannel()
    const hanging: (() => void)[] = []
    const sent: SendResult = { ok: true, externalId: null }
    channel.behave(() => new Promise((resolve) => hanging.push(() => resolve(sent))))
    const wrong = await given.rows.sending(await given.rows.followers(1))
    const sender = given.sender([channel])
    sender.look()
    await vi.waitFor(() => expect(hanging).toHaveLength(1), patience)
    await given.stop(wrong)
    const correction = await given.rows.announcement({ unplanned: true, corrects: wrong })
    const other = await given.rows.announcement({ unplanned: true })
    sender.look()
    await vi.waitFor(async () => expect(await planned()).toEqual([wrong, other]), patience)
    channel.behave(() => undefined)
    for (const go of hanging) go()
    await vi.waitFor(async () => {
      expect([await given.state(correction), await given.state(other)]).toEqual(['sent', 'sent'])
    }, patience)
    expect(await given.counts(correction)).toMatchObject({ total: 1, sent: 1 })
  })

  it('ends after the page that is under way, and another process goes on with it', async () => {
    const chats = await given.rows.followers(many)
    const id = await given.rows.announcement({ unplanned: true })
    const first = planner((page) => {
      if (page === 2) first.end()
    })
    first.plan([{ id, urgent: false }])
    await first.finish()
    expect(first.heard).toEqual({ planned: 0, later: 0, pages: 2 })
    expect(await planned()).toEqual([])
    const next = planner()
    next.plan([{ id, urgent: false }])
    await next.finish()
    expect(await planned()).toEqual([id])
    expect(await given.counts(id)).toMatchObject({ total: chats.length })
  })
})
