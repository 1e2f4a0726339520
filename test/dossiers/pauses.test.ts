import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import { createDossierSayings } from '../../bots/flows/dossier/dossier-sayings.ts'
import type { DossierStatus, DossierUpdate } from '../../knowledge/dossiers/dossier.ts'
import { madeUpKnowledge } from '../support/made-up-procedures.ts'
import { setUpFollowers } from '../support/set-up-followers.ts'

/** A Monday, 09:00 in Hanoi; Tuesday is a holiday. */
const monday = Temporal.Instant.from('2026-11-23T09:00+07:00')
const sayings = createDossierSayings(await madeUpKnowledge())
const { rows, query, said, report, tell: tellWith, written, ended } = setUpFollowers(monday)

const code = 'H26.16.05-261123-0012'
const friday = '2026-11-27T10:00:00.000Z'
const source = (at: string, status: DossierStatus, more: Partial<DossierUpdate> = {}) =>
  said(at, { code, status, dueAt: friday, ...more })

async function tell(...at: string[]): Promise<void> {
  for (const one of at) {
    await tellWith(one, { sayings })
    await ended('sent')
  }
}

/** Without what keeps a code's parts on one line. */
const plain = (words = '') => words.replaceAll('\u2060', '').replaceAll('\u00a0', ' ')

/** What was told from then on, each by its first words. */
async function told(from = 0): Promise<string[]> {
  return (await written()).slice(from).map((words) => plain(words.split('\n')[0]))
}

describe('a dossier that waited for papers over a weekend', () => {
  beforeEach(async () => {
    const chat = await rows.chat('zalo_oa', { chat: 'an' })
    await source('2026-11-23T09:00', 2)
    const { rows: found } = await query<{ id: string }>('select id::text from dossier')
    await rows.follow(chat, found[0]?.id ?? '')
    await source('2026-11-25T09:00', 5)
    await tell('2026-11-25T09:01')
  })

  it('is due as many working days later as it had left, and nobody hears earlier that it is late', async () => {
    await tell('2026-11-26T08:00', '2026-11-27T08:00', '2026-11-30T08:00', '2026-12-01T08:00')
    expect(await told()).toHaveLength(1)
    await source('2026-12-01T09:00', 4)
    await tell('2026-12-01T09:01', '2026-12-01T12:00')
    expect(await told(1)).toEqual([
      'an: Hồ sơ của anh/chị vừa có thay đổi, hiện là: đang giải quyết. ' +
        'Ngày hẹn trả đổi từ thứ Sáu 27/11/2026 thành thứ Năm 3/12/2026 (tính cả thời gian tạm dừng).',
    ])
    await tell('2026-12-02T08:00', '2026-12-03T08:00', '2026-12-03T16:59')
    expect(await told(2)).toEqual([
      'an: Hồ sơ H26.16.05 – 261123 – 0012 sắp đến hẹn trả: ' +
        'thứ Năm 3/12/2026 (tính cả thời gian tạm dừng, còn 1 ngày làm việc).',
    ])
    expect(await report()).toMatchObject({ running: 1, overdue: 0 })
    await tell('2026-12-04T08:00')
    expect((await told(3)).join()).toContain(
      'Hồ sơ hẹn trả thứ Năm 3/12/2026 (tính cả thời gian tạm dừng), nay đã quá hạn 1 ngày làm việc.',
    )
    expect(await report()).toMatchObject({ running: 0, overdue: 1 })
  })

  it('is due when its source says, once it says so', async () => {
    await source('2026-12-01T09:00', 4)
    await tell('2026-12-01T09:01')
    const dueAt = '2026-12-07T10:00:00.000Z'
    await source('2026-12-02T07:30', 4, { dueAt })
    await tell('2026-12-02T07:31')
    expect(await told(2)).toEqual(['an: Ngày hẹn trả đổi từ thứ Năm 3/12/2026 thành thứ Hai 7/12/2026.'])
    await tell('2026-12-02T08:00', '2026-12-03T08:00', '2026-12-04T08:00', '2026-12-07T12:00')
    expect(await told(3)).toEqual([expect.stringContaining('sắp đến hẹn trả: thứ Hai 7/12/2026 (còn 1 ngày')])
    expect(await report()).toMatchObject({ running: 1, overdue: 0 })
    await tell('2026-12-08T08:00')
    expect((await told(4)).join()).toContain(
      'Hồ sơ hẹn trả thứ Hai 7/12/2026, nay đã quá hạn 1 ngày làm việc.',
    )
  })

  it('is told of by the clock earlier, when it turns out to have gone on earlier', async () => {
    await source('2026-12-02T09:00', 4)
    await tell('2026-12-02T09:01')
    expect((await told(1)).join()).toContain('thành thứ Sáu 4/12/2026')
    // Its source says no other status, but since when it has this one: two days more of its time are over.
    await source('2026-12-02T10:00', 4, { statusAt: '2026-11-30T02:00:00.000Z' })
    await tell('2026-12-02T10:01')
    expect((await told(2)).join()).toContain('sắp đến hẹn trả: thứ Tư 2/12/2026')
  })
})
