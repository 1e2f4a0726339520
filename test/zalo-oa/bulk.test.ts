import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OutgoingMessage } from '../../bots/channels/channel.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { setUp } from './set-up.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared.drop())

const announcement: Reply = {
  blocks: [
    { kind: 'title', text: 'Cắt điện để sửa chữa' },
    { kind: 'text', text: 'Chủ nhật 29/11, từ 8 giờ đến 11 giờ, tổ 5 và tổ 6.' },
    { kind: 'link', label: 'Xem đầy đủ', url: 'https://motcua.example/u/phuong-hoan-kiem/7' },
    { kind: 'text', text: 'Dừng nhận tin: nhắn “dừng”.' },
  ],
  choices: [
    { label: 'Đã rõ', ref: 'v.7.0' },
    { label: 'Cần hỏi thêm', ref: 'v.7.1' },
  ],
}
const hour = 3600_000
const noon = Date.parse('2026-11-22T05:00:00Z')

/** A follower who wrote `hours` ago; it is noon in Hanoi. */
async function withFollower({ hours = 60, sent = 0, at = noon } = {}) {
  const set = await setUp({ shared })
  set.time.stopped = at - hours * hour
  const user = set.emulator.user()
  user.follow()
  const { send, shown, message } = await set.writer(user)
  const window = set.windowOf(message, { sent })
  set.time.stopped = at
  const announce = (reply: Reply = announcement, more: Partial<OutgoingMessage> = {}) =>
    send(reply, { bulk: true, window, ...more })
  const { promotions } = set.emulator.api
  return { ...set, user, announce, shown, window, promotions, count: set.emulator.count }
}

describe('an announcement', () => {
  it('goes as an answer while that is free, and quotes nothing', async () => {
    const { announce, shown, count } = await withFollower({ hours: 47 })
    expect(await announce()).toMatchObject({ ok: true })
    expect(shown()).toMatchObject([{ buttons: [{ title: 'Đã rõ' }, { title: 'Cần hỏi thêm' }] }])
    expect(shown()[0]?.quotes).toBeUndefined()
    expect([count('cs'), count('promotion')]).toEqual([1, 0])
  })

  it('leaves answers for what people ask', async () => {
    const { announce, count } = await withFollower({ hours: 1, sent: 5 })
    expect(await announce()).toMatchObject({ ok: true })
    expect([count('cs'), count('promotion')]).toEqual([0, 1])
  })

  it('is a promotion later: its title, its text, its link and its buttons', async () => {
    const { announce, shown } = await withFollower()
    expect(await announce()).toEqual({ ok: true, externalId: expect.any(String) })
    expect(shown()).toMatchObject([
      {
        text: 'Chủ nhật 29/11, từ 8 giờ đến 11 giờ, tổ 5 và tổ 6.\nDừng nhận tin: nhắn “dừng”.',
        promotion: {
          header: 'Cắt điện để sửa chữa',
          urls: ['https://motcua.example/u/phuong-hoan-kiem/7'],
        },
        buttons: [{ title: 'Xem đầy đủ' }, { payload: 'v.7.0' }, { payload: 'v.7.1' }],
      },
    ])
  })

  it('is one promotion however long it is, cut before how to stop', async () => {
    const { announce, shown } = await withFollower()
    const [title, , link, stop] = announcement.blocks
    const long = { kind: 'text' as const, text: 'Lịch cắt điện của từng tổ dân phố. '.repeat(200) }
    const blocks = [title, long, link, stop].filter((block) => block !== undefined)
    expect(await announce({ ...announcement, blocks })).toMatchObject({ ok: true })
    const [message] = shown()
    expect(message?.text.length).toBeGreaterThan(900)
    expect(message?.text).toMatch(/…\nDừng nhận tin: nhắn “dừng”\.$/)
  })

  it('has its choices numbered where they are too many for buttons', async () => {
    const { announce, shown } = await withFollower()
    const choices = ['Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm'].map((label, at) => ({
      label,
      ref: `v.7.${at}`,
    }))
    expect(await announce({ ...announcement, choices })).toMatchObject({ ok: true })
    expect(shown()[0]?.text).toContain('4. Thứ năm')
    expect(shown()[0]?.buttons).toHaveLength(1)
  })

  it('becomes a promotion where Zalo counts another way than we do', async () => {
    const { announce, emulator, count } = await withFollower({ hours: 1 })
    emulator.faults.add({ endpoint: 'cs', times: 1, fault: { kind: 'error', error: -232 } })
    expect(await announce()).toMatchObject({ ok: true })
    expect([count('cs'), count('promotion')]).toEqual([1, 1])
  })

  it('waits for another day where a quota is used up, the person’s or the account’s', async () => {
    const { announce, promotions } = await withFollower()
    await announce()
    expect(await announce()).toMatchObject({ ok: false, error: { kind: 'quota' } })
    promotions.sentToday.clear()
    promotions.quota = 0
    expect(await announce()).toMatchObject({ ok: false, error: { kind: 'quota' } })
  })

  it('is not tried at night, and where Zalo’s night is another, waits too', async () => {
    const night = await withFollower({ at: Date.parse('2026-11-22T15:00:00Z') })
    expect(await night.announce()).toMatchObject({ ok: false, error: { kind: 'quota' } })
    expect(night.count('promotion')).toBe(0)
    const early = await withFollower({ at: Date.parse('2026-11-22T22:59:59Z') })
    expect(await early.announce()).toMatchObject({ ok: false, error: { kind: 'quota' } })
    const morning = await withFollower({ at: Date.parse('2026-11-22T23:00:00Z') })
    morning.emulator.faults.add({ endpoint: 'promotion', times: 1, fault: { kind: 'error', error: -234 } })
    expect(await morning.announce()).toMatchObject({ ok: false, error: { kind: 'quota' } })
    expect(await morning.announce()).toMatchObject({ ok: true })
  })

  it('is not asked for again and again without a package', async () => {
    const { announce, promotions, count, raised } = await withFollower()
    promotions.hasPackage = false
    for (let time = 0; time < 3; time += 1)
      expect(await announce()).toMatchObject({ ok: false, error: { kind: 'window_closed' } })
    expect(count('promotion')).toBe(1)
    expect(raised('zalo_oa.package')).toHaveLength(1)
  })

  it('cannot go where Zalo has no promotions any more', async () => {
    const { announce, emulator } = await withFollower()
    emulator.missing.add('promotion')
    expect(await announce()).toMatchObject({ ok: false, error: { kind: 'window_closed' } })
  })

  it('tells who restricts the account, and who left, as ever', async () => {
    const { announce, user } = await withFollower()
    user.restrict()
    expect(await announce()).toMatchObject({ ok: false, error: { kind: 'recipient_blocked' } })
  })

  it('carries files while all of it can go as answers', async () => {
    const { zalo, window, announce, files, shown, time } = await withFollower({ hours: 1 })
    const carried = (sent: number, messages: number) =>
      zalo.channel.bulkCapabilities?.({ ...window, sent }, messages).files !== undefined
    expect([carried(0, 8), carried(0, 9), carried(4, 4), carried(5, 1)]).toEqual([true, false, true, false])
    const file = files.add(Buffer.from('%PDF-1.7'), 'lich.pdf', 'application/pdf')
    expect(await announce({ blocks: [], files: [file] }, { window: { ...window, sent: 7 } })).toMatchObject({
      ok: true,
    })
    expect(shown()).toMatchObject([{ file: { name: 'lich.pdf' } }])
    time.stopped = noon + 48 * hour
    expect(carried(0, 1)).toBe(false)
    expect(zalo.channel.bulkCapabilities?.(null, 1).files).toBeUndefined()
    expect(await announce({ blocks: [], files: [file] })).toMatchObject({ error: { kind: 'window_closed' } })
  })

  it('that is too long for the answers left goes as one, cut in its middle', async () => {
    const { announce, shown, zalo, window } = await withFollower({ hours: 1, sent: 3 })
    const { maxText } = zalo.channel.bulkCapabilities?.({ ...window, sent: 3 }, 6) ?? { maxText: 0 }
    expect(maxText).toBeGreaterThan(20_000)
    const [title, , link, stop] = announcement.blocks
    const long = { kind: 'text' as const, text: 'Lịch cắt điện của từng tổ dân phố. '.repeat(250) }
    const blocks = [title, long, link, stop].filter((block) => block !== undefined)
    expect(await announce({ ...announcement, blocks })).toMatchObject({ ok: true })
    expect(shown()[0]?.text).toMatch(
      /^Cắt điện .*…\nXem đầy đủ: https:\/\/motcua.example\S+\nDừng nhận tin: nhắn “dừng”\.$/s,
    )
  })
})
