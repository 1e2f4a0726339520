import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { setUpFollowers } from '../../test/support/set-up-followers.ts'

/** A Monday, 10:00 in Hanoi. */
const monday = Temporal.Instant.from('2026-11-30T10:00+07:00')
const later = (seconds: number) => monday.add({ seconds })
const due = later(10)
const { hand, rows, change, followedChange, tell, written, ended } = setUpFollowers(monday)

describe('a flood', () => {
  async function flood(channel: 'telegram' | 'zalo_personal', count: number) {
    const dossiers: string[] = []
    for (let n = 0; n < count; n++) {
      const dossier = await rows.dossier()
      await rows.follow(await rows.chat(channel), dossier)
      dossiers.push(dossier)
    }
    await change(dossiers)
  }

  it('leaves a channel room for answers: twenty a second, and no more unsent', async () => {
    await flood('telegram', 50)
    await followedChange(await rows.chat('web', { chat: 'page' }))
    await tell(due)
    expect(await written()).toHaveLength(20 + 1)
    expect(await written()).toContainEqual(expect.stringContaining('page: '))
    await tell(due)
    await tell(later(11))
    expect(await written()).toHaveLength(20 + 1)
    await ended('sent')
    await tell(later(12))
    expect(await written()).toHaveLength(40 + 1)
    expect(hand.wakes).toContain(`${later(13)}`)
    await ended('sent')
    await tell(later(13))
    expect(await written()).toHaveLength(50 + 1)
    await ended('sent')
    hand.wakes = []
    await tell(later(120))
    expect(hand.wakes).toEqual([])
  })

  it('takes a personal account two messages a minute', async () => {
    await flood('zalo_personal', 3)
    for (const seconds of [10, 20, 39, 40, 50, 69]) {
      await tell(later(seconds))
      await ended('sent')
    }
    expect(await written()).toHaveLength(2)
    await tell(later(70))
    expect(await written()).toHaveLength(3)
  })

  it('of a channel does not keep those from being told who are told on another', async () => {
    await flood('telegram', 40)
    const busy = await rows.chat('web', { person: 'p' })
    await rows.chat('telegram', { person: 'p' })
    await followedChange(busy, { code: 'WAITS' })
    await followedChange(await rows.chat('web', { chat: 'free' }), { code: 'GOES' })
    await tell(due)
    expect((await written()).filter((line) => /WAITS|GOES/.test(line))).toEqual([
      'free: changed GOES:4 N. V. A***',
    ])
  })
})
