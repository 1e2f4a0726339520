import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { setUpFollowers } from '../../test/support/set-up-followers.ts'

/** A Monday, 10:00 in Hanoi. */
const monday = Temporal.Instant.from('2026-11-30T10:00+07:00')
const later = (seconds: number) => monday.add({ seconds })
const due = later(10)
const { hand, rows, query, change, tell, written, statuses, ended } = setUpFollowers(monday)

describe('the clock', () => {
  const dueAt = Temporal.Instant.from('2026-12-04T17:00+07:00').toString()

  async function followed(more: Parameters<typeof rows.dossier>[0] = { dueAt }) {
    const chat = await rows.chat('zalo_oa', { chat: 'an' })
    const dossier = await rows.dossier({ code: 'A', ...more })
    await rows.follow(chat, dossier)
    return { chat, dossier }
  }

  it('tells that the date is near and then past, each once, and asks to be woken for it', async () => {
    await followed()
    await tell('2026-12-03T07:10')
    expect(await written()).toEqual([])
    expect(hand.wakes).toEqual(['2026-12-03T01:00:00Z'])
    await tell('2026-12-03T08:00')
    await ended('sent')
    await tell('2026-12-03T12:00')
    expect(await written()).toEqual(['an: due_soon A'])
    await tell('2026-12-07T08:00')
    await ended('sent')
    await tell('2026-12-20T08:00')
    expect(await written()).toEqual(['an: due_soon A', 'an: overdue A'])
  })

  it('reminds of a result twice, and never again', async () => {
    const { dossier } = await followed({})
    await change(dossier, 9)
    await tell(due)
    await ended('sent')
    for (const at of ['2026-12-07T08:00', '2026-12-08T08:00', '2026-12-21T08:00', '2027-03-01T08:00']) {
      await tell(at)
      await ended('sent')
    }
    expect(await written()).toEqual(['an: changed A:9 N. V. A***', 'an: uncollected A', 'an: uncollected A'])
  })

  it.each([
    ['paused', 5],
    ['over', 10],
  ])('says nothing of a dossier that is %s by then', async (_, status) => {
    const { dossier } = await followed()
    await tell('2026-12-03T07:10')
    await query('update dossier set status = $2 where id = $1', [dossier, status])
    await tell('2026-12-03T08:00')
    await tell('2026-12-07T08:00')
    expect(await written()).toEqual([])
  })

  it('waits for the morning, and says then only what still holds', async () => {
    const { dossier } = await followed()
    await tell('2026-12-03T23:00')
    expect(await written()).toEqual([])
    await query('update dossier set status = 5 where id = $1', [dossier])
    await tell('2026-12-04T07:00')
    expect(await written()).toEqual([])
    expect(await statuses()).toEqual(['skipped'])
  })

  it('says nothing again that was seen at the beginning, or was told with a change', async () => {
    await followed({ dueAt: '2026-11-26T10:00:00Z' })
    await tell('2026-11-30T11:00')
    expect(await written()).toEqual([])
    const { dossier } = await followed2()
    await change(dossier, 4, Temporal.Instant.from('2026-12-03T07:50+07:00'))
    hand.now = monday
    await tell('2026-12-03T08:00')
    await ended('sent')
    await tell('2026-12-03T09:00')
    expect((await written()).filter((line) => line.startsWith('binh: '))).toEqual([
      'binh: changed B:4 N. V. A***',
    ])
  })

  async function followed2() {
    const chat = await rows.chat('zalo_oa', { chat: 'binh' })
    const dossier = await rows.dossier({ code: 'B', dueAt })
    await rows.follow(chat, dossier)
    return { dossier }
  }

  it('goes by a date that moved', async () => {
    const { dossier } = await followed()
    await tell('2026-12-01T08:00')
    await query(`update dossier set due_at = '2026-12-10T10:00:00Z' where id = $1`, [dossier])
    await change(dossier)
    await tell('2026-12-01T08:00:10')
    await ended('sent')
    for (const at of ['2026-12-03T08:00', '2026-12-09T08:00']) await tell(at)
    expect(await written()).toEqual(['an: changed A:4 N. V. A***', 'an: due_soon A'])
  })

  it('tells a person once, and elsewhere when it did not arrive', async () => {
    const chats = [
      await rows.chat('telegram', { chat: 'first', person: 'p' }),
      await rows.chat('zalo_oa', { chat: 'second', person: 'p', activeAt: '2026-11-01T00:00:00Z' }),
    ]
    const dossier = await rows.dossier({ code: 'A', dueAt })
    for (const chat of chats) await rows.follow(chat, dossier)
    await tell('2026-12-03T08:00', { processes: 3 })
    expect(await written()).toEqual(['first: due_soon A'])
    await ended('failed', { failure: 'recipient_blocked' })
    await tell('2026-12-03T08:01')
    expect(await written()).toEqual(['first: due_soon A', 'second: due_soon A'])
  })

  it('says nothing to whoever wants to hear nothing', async () => {
    await followed()
    await query(`update dossier_follow set tells = 'no'`)
    await tell('2026-12-03T08:00')
    expect(await written()).toEqual([])
  })

  it('has kept up with what changed while somebody wanted to hear nothing', async () => {
    const { dossier } = await followed()
    await tell('2026-11-30T11:00')
    await query(`update dossier_follow set tells = 'no'`)
    await query(`update dossier set due_at = '2026-12-02T10:00:00Z'`)
    await change(dossier)
    await query(`update dossier_follow set tells = 'day'`)
    await tell('2026-12-01T08:00')
    expect(await written()).toEqual(['an: due_soon A'])
  })
})
