import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { DossierSayings } from '../../bots/flows/dossier/dossier-sayings.ts'
import { openTap } from '../../bots/outbox/tap-seal.ts'
import { plainSayings, tapKey } from '../../test/support/plain-sayings.ts'
import { setUpFollowers } from '../../test/support/set-up-followers.ts'
import { usualPace } from './pace.ts'

/** A Monday, 10:00 in Hanoi. */
const monday = Temporal.Instant.from('2026-11-30T10:00+07:00')
const later = (seconds: number) => monday.add({ seconds })
const due = later(10)
/** As much as comes. */
const unbounded = Object.fromEntries(
  Object.keys(usualPace).map((channel) => [channel, { most: 1e6, withinMs: 0 }]),
) as unknown as typeof usualPace
const { hand, rows, query, transaction, change, followedChange, tell, written, statuses, ended } =
  setUpFollowers(monday)

describe('a change that is due', () => {
  it('is told with how the dossier stands by then, in one message for all that changed', async () => {
    const chat = await rows.chat('zalo_oa', { chat: 'an' })
    const [a, b] = [await rows.dossier({ code: 'A' }), await rows.dossier({ code: 'B' })]
    await rows.follow(chat, a)
    await rows.follow(chat, b)
    await change(a, 5)
    await change([a, b], 4)
    await tell(later(9))
    expect(await written()).toEqual([])
    await tell(due)
    expect(await written()).toEqual(['an: changed A:4 N. V. A***, B:4 N. V. A***'])
    expect(await statuses()).toEqual(['handed', 'handed'])
    await ended('sent')
    await tell(later(11))
    expect(await statuses()).toEqual(['sent', 'sent'])
    expect(await written()).toHaveLength(1)
    // Each of them is on record as told, once.
    expect(hand.told.toSorted()).toEqual(['zalo_oa A', 'zalo_oa B'])
  })

  it('is told in the language of the place, and on a discreet channel without names', async () => {
    const chat = await rows.chat('telegram', { chat: 'binh', lang: 'en' })
    await followedChange(chat, { code: 'A' })
    await tell(due)
    expect(await written()).toEqual(['binh: in English changed A:4'])
  })

  it('comes with buttons that only this place can press', async () => {
    const chat = await rows.chat('zalo_oa')
    await followedChange(chat)
    await tell(due)
    const { rows: found } = await query<{ reply: Reply }>('select reply from outbox')
    const { rows: follows } = await query<{ id: string }>('select id::text from dossier_follow')
    const ref = found[0]?.reply.choices?.[0]?.ref ?? ''
    expect(openTap(tapKey, chat, ref)).toBe(`d.t.no.${follows[0]?.id}`)
    expect(openTap(tapKey, `${Number(chat) + 1}`, ref)).toBeNull()
  })

  it('counts as sent where it is read, and rings for who reads', async () => {
    await followedChange(await rows.chat('web'))
    await tell(due)
    expect(await statuses()).toEqual(['sent'])
    const { rows: found } = await query('select status from outbox')
    expect(found).toEqual([{ status: 'sent' }])
  })

  it('is told in parts when it is long, and looked after by the last of them', async () => {
    const chat = await rows.chat('zalo_oa')
    const dossiers: string[] = []
    for (let n = 0; n < 90; n++) {
      const dossier = await rows.dossier()
      await rows.follow(chat, dossier)
      dossiers.push(dossier)
    }
    await change(dossiers)
    await tell(due)
    const { rows: found } = await query<{ last: boolean }>(
      'select id = (select max(outbox_id) from dossier_push) as last from outbox order by id',
    )
    expect(found.length).toBeGreaterThan(1)
    expect(found.map(({ last }) => last)).toEqual(found.map((_, index) => index === found.length - 1))
  })

  it('keeps nobody else from being told when it cannot be said', async () => {
    await followedChange(await rows.chat('zalo_oa'), { code: 'BAD' })
    await followedChange(await rows.chat('zalo_oa', { chat: 'after' }), { code: 'A' })
    const changed: DossierSayings['changed'] = (views, ...rest) => {
      if (views.some(({ code }) => code === 'BAD')) throw new Error('no such text')
      return plainSayings.changed(views, ...rest)
    }
    await tell(due, { sayings: { ...plainSayings, changed } })
    expect(await statuses()).toEqual(['failed', 'handed'])
    expect(await written()).toEqual([expect.stringContaining('after: ')])
  })
})

describe('in the quiet hours', () => {
  const evening = Temporal.Instant.from('2026-11-30T21:59:30+07:00')

  it('what was due before and is not told yet waits for the morning', async () => {
    hand.now = evening
    await followedChange(await rows.chat('zalo_oa'))
    for (const at of ['2026-11-30T22:00', '2026-12-01T03:00', '2026-12-01T06:59:59']) {
      await tell(at)
      expect(await written()).toEqual([])
    }
    await tell('2026-12-01T07:00')
    expect(await written()).toHaveLength(1)
  })

  it('whoever asked to be told at any hour is told, once for all their conversations', async () => {
    hand.now = Temporal.Instant.from('2026-11-30T23:00+07:00')
    const eager = await rows.chat('telegram', { chat: 'eager', person: 'p' })
    const patient = await rows.chat('zalo_oa', { person: 'p', activeAt: '2026-01-01T00:00:00Z' })
    const dossier = await rows.dossier({ code: 'A' })
    await rows.follow(eager, dossier, 'at_once')
    await rows.follow(patient, dossier)
    await change(dossier)
    await tell('2026-11-30T23:00:10')
    expect(await written()).toEqual(['eager: changed A:4'])
    await ended('sent')
    await tell('2026-12-01T07:00')
    expect(await written()).toHaveLength(1)
    expect(await statuses()).toEqual(['sent', 'merged'])
  })
})

describe('what is not wanted any more', () => {
  it.each([
    ['was muted', `update dossier_follow set tells = 'no'`, ['skipped']],
    ['was given up', `update dossier_follow set ended_at = now()`, ['skipped']],
    ['is of somebody who blocked the assistant', 'update conversation set blocked_at = now()', ['failed']],
    ['is of somebody who was erased', 'delete from conversation', []],
  ])('is not told: what %s', async (_, meanwhile, left) => {
    await followedChange(await rows.chat('zalo_oa'))
    await query(meanwhile)
    await tell(due)
    expect(await written()).toEqual([])
    expect(await statuses()).toEqual(left)
  })

  it('is not waited for while somebody is being erased, or is in a turn', async () => {
    const [leaving, busy, free] = [
      await rows.chat('zalo_oa'),
      await rows.chat('zalo_oa', { chat: 'busy' }),
      await rows.chat('zalo_oa', { chat: 'free' }),
    ]
    for (const chat of [leaving, busy, free]) await followedChange(chat, { code: `of ${chat}` })
    await transaction(async (turn) => {
      await turn.query('select from conversation where id = $1 for update', [leaving])
      await turn.query('select from conversation where id = $1 for no key update', [busy])
      await tell(due)
      expect(await written()).toEqual([expect.stringContaining('free: ')])
      expect(hand.wakes).toContain(`${later(11)}`)
      await turn.query('delete from conversation where id = $1', [leaving])
    })
    await tell(later(11))
    expect(await written()).toEqual([expect.stringContaining('free: '), expect.stringContaining('busy: ')])
  })
})

describe('a person with several conversations', () => {
  const yesterday = monday.subtract({ hours: 24 }).toString()
  const person = 'p'

  it('is told once, in the one used last', async () => {
    const old = await rows.chat('telegram', { person, activeAt: yesterday })
    const last = await rows.chat('zalo_oa', { chat: 'last', person })
    const dossier = await rows.dossier({ code: 'A' })
    for (const chat of [old, last]) await rows.follow(chat, dossier)
    await change(dossier)
    await tell(due)
    expect(await written()).toEqual(['last: changed A:4 N. V. A***'])
    expect((await statuses()).toSorted()).toEqual(['handed', 'merged'])
  })

  it('is told where it rings rather than on a page, whichever of them follows', async () => {
    const page = await rows.chat('web', { person })
    await rows.chat('telegram', { chat: 'phone', person, activeAt: yesterday })
    await followedChange(page, { code: 'A' })
    await tell(due)
    expect(await written()).toEqual(['phone: changed A:4'])
  })

  it('is not told where they muted it, or blocked the assistant', async () => {
    const muted = await rows.chat('telegram', { person })
    const blocked = await rows.chat('zalo_oa', { person })
    const left = await rows.chat('web', { chat: 'left', person })
    const dossier = await followedChange(left, { code: 'A' })
    await rows.follow(muted, dossier, 'no')
    await query('update conversation set blocked_at = now() where id = $1', [blocked])
    await tell(due)
    expect(await written()).toEqual(['left: changed A:4 N. V. A***'])
  })

  it('is told with all that is planned for them, or later', async () => {
    const dossier = await rows.dossier()
    const chats = [await rows.chat('zalo_oa', { person }), await rows.chat('web', { person })]
    for (const chat of chats) await rows.follow(chat, dossier)
    await change(dossier)
    await transaction(async (other) => {
      await other.query('select from dossier_push order by id desc limit 1 for update')
      await tell(due)
      expect(await written()).toEqual([])
      expect(hand.wakes).toContain(`${later(11)}`)
    })
    await tell(later(11))
    expect(await written()).toHaveLength(1)
  })

  it('is one person to several processes too', async () => {
    const dossiers: string[] = []
    for (let n = 0; n < 60; n++) {
      const dossier = await rows.dossier({ code: `D${n}` })
      for (const channel of ['zalo_oa', 'web'] as const)
        await rows.follow(await rows.chat(channel, { person: `p${n}` }), dossier)
      dossiers.push(dossier)
    }
    await change(dossiers)
    await tell(due, { processes: 4, pace: unbounded })
    await tell(later(11), { processes: 4, pace: unbounded })
    // Two that had a part of somebody each have both left them for the next time: one alone leaves nobody.
    await tell(later(12), { pace: unbounded })
    const codes = (await written()).map((line) => /D\d+/.exec(line)?.[0])
    expect(codes).toHaveLength(60)
    expect(new Set(codes).size).toBe(60)
  })
})

describe('the end of a dossier', () => {
  it('is told, and ends the following', async () => {
    const chat = await rows.chat('zalo_oa', { chat: 'an' })
    const dossier = await followedChange(chat, { code: 'A' })
    await change(dossier, 10)
    await tell(due)
    await ended('sent')
    expect(await written()).toEqual(['an: changed A:10 N. V. A***'])
    const { rows: found } = await query<{ reply: Reply }>('select reply from outbox')
    expect(found[0]?.reply.choices).toEqual([])
    await change(dossier, 4)
    await tell(later(60))
    expect(await written()).toHaveLength(1)
  })

  it('is told elsewhere when it did not arrive, though the following is over', async () => {
    const last = await rows.chat('zalo_oa', { person: 'p' })
    await rows.chat('web', { chat: 'elsewhere', person: 'p' })
    const dossier = await followedChange(last, { code: 'A' })
    await change(dossier, 10)
    await tell(due)
    await ended('failed', { failure: 'permanent' })
    await tell(later(11))
    expect(await written()).toEqual([expect.any(String), 'elsewhere: changed A:10 N. V. A***'])
  })
})

describe('a clock that jumps', () => {
  it('forward brings what is due by then, once', async () => {
    await followedChange(await rows.chat('zalo_oa'))
    await tell(monday.add({ hours: 48 }))
    await tell(monday.add({ hours: 96 }))
    expect(await written()).toHaveLength(1)
  })

  it('backward takes nothing back and tells nothing twice', async () => {
    const chat = await rows.chat('zalo_oa')
    await followedChange(chat)
    await tell(due)
    hand.now = monday.subtract({ hours: 2 })
    await followedChange(chat, { code: 'B' })
    await tell(monday.subtract({ hours: 2 }).add({ seconds: 10 }))
    expect(await written()).toHaveLength(2)
  })
})
