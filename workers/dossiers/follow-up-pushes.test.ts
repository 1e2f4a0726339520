import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import { setUpFollowers } from '../../test/support/set-up-followers.ts'

/** A Monday, 10:00 in Hanoi. */
const monday = Temporal.Instant.from('2026-11-30T10:00+07:00')
const later = (seconds: number) => monday.add({ seconds })
const due = later(10)
const { rows, query, change, followedChange, tell, written, statuses, ended } = setUpFollowers(monday)

describe('a message that did not arrive', () => {
  const person = 'p'
  let first: string
  beforeEach(async () => {
    first = await rows.chat('telegram', { chat: 'first', person })
    await rows.chat('zalo_oa', { chat: 'second', person, activeAt: '2026-11-01T00:00:00Z' })
    await followedChange(first, { code: 'A' })
    await tell(due)
    expect(await written()).toEqual(['first: changed A:4'])
  })

  it.each(['recipient_blocked', 'permanent', 'unavailable'])(
    'for being %s is told elsewhere',
    async (failure) => {
      await ended('failed', { failure })
      await tell(later(11))
      expect(await written()).toEqual(['first: changed A:4', 'second: changed A:4 N. V. A***'])
      await ended('sent')
      await tell(later(12))
      expect(await statuses()).toEqual(['sent'])
    },
  )

  it('as far as anybody knows is not told again', async () => {
    await ended('failed', { failure: 'unknown_outcome', unknown: 2 })
    await tell(later(11))
    expect(await written()).toHaveLength(1)
    expect(await statuses()).toEqual(['failed'])
  })

  it('and is held for an hour is withdrawn, and told elsewhere', async () => {
    await ended('held', { failure: 'window_closed' })
    await tell(later(10 + 3599))
    expect(await written()).toHaveLength(1)
    await tell(later(10 + 3600))
    expect(await written()).toEqual(['first: changed A:4', 'second: changed A:4 N. V. A***'])
    const { rows: found } = await query('select status, failure from outbox order by id')
    expect(found).toEqual([
      { status: 'failed', failure: 'told_elsewhere' },
      { status: 'pending', failure: null },
    ])
  })

  it('is left to whoever is sending it, however long that takes', async () => {
    await query(`update outbox set owner = 1, status = 'sending'`)
    await tell(later(8000))
    expect(await written()).toHaveLength(1)
  })

  it('is told nowhere when there is nowhere left; what is held still goes out should they write', async () => {
    await ended('failed', { failure: 'permanent' })
    await tell(later(11))
    await ended('held', { failure: 'window_closed' })
    await tell(later(12))
    expect(await statuses()).toEqual(['failed'])
    const { rows: found } = await query('select status from outbox order by id')
    expect(found).toEqual([{ status: 'failed' }, { status: 'held' }])
  })

  it('is not told again when something newer is to be told', async () => {
    const { rows: dossiers } = await query<{ id: string }>('select id::text from dossier')
    await change(dossiers[0]?.id ?? '', 9, later(11))
    await ended('failed', { failure: 'permanent' })
    await tell(later(12))
    expect(await written()).toHaveLength(1)
    await query('update conversation set blocked_at = now() where id = $1', [first])
    await tell(later(21))
    expect(await written()).toEqual(['first: changed A:4', 'second: changed A:9 N. V. A***'])
    expect(await statuses()).toEqual(['merged', 'handed'])
  })

  it('waits for the morning elsewhere too', async () => {
    await ended('held', { failure: 'window_closed' })
    await tell('2026-11-30T22:30')
    expect(await written()).toHaveLength(1)
    await tell('2026-12-01T07:00')
    expect(await written()).toHaveLength(2)
  })
})
