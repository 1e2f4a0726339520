import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { DossierStatus, DossierView } from '../../../knowledge/dossiers/dossier.ts'
import { madeUpKnowledge } from '../../../test/support/made-up-procedures.ts'
import { renderPlain as render } from '../../channels/render-plain.ts'
import type { Reply } from '../../dialogue/reply.ts'
import { type ChangedDossier, createDossierSayings } from './dossier-sayings.ts'

/** Without what keeps a code's parts on one line. */
const renderPlain = (reply: Reply) => render(reply).replaceAll('\u2060\u00a0', ' ')
const now = Temporal.Instant.from('2026-11-25T03:00:00Z')
const sayings = createDossierSayings(await madeUpKnowledge())
const follow = { id: '7', tells: 'day' } as const
const view: DossierView = {
  code: 'H26.16.05-261120-0012',
  status: 4,
  statusAt: '2026-11-24T02:00:00Z',
  unit: 'hoan-kiem',
  dueAt: '2026-11-27T10:00:00Z',
  procedure: '1.000001',
  applicant: 'Nguyễn T. P.',
  follow,
}
const ready: DossierView = { ...view, status: 9, finishedAt: '2026-11-24T02:00:00Z', result: 'Giấy cưới' }
const changed = (...views: ChangedDossier[]) => sayings.changed(views, 'vi', now)

describe('what followers are told of a change', () => {
  it('is where it stands, what to do and by when, with a way to be told no more', () => {
    const reply = changed(view)
    expect(renderPlain(reply)).toBe(
      [
        'Hồ sơ của anh/chị vừa có thay đổi, hiện là: đang giải quyết.',
        'Hồ sơ H26.16.05 – 261120 – 0012',
        'Hồ sơ đang được giải quyết. Anh/chị chưa phải làm gì, chỉ cần chờ đến ngày hẹn.',
        '✓ Đã nộp',
        '✓ Tiếp nhận',
        '● Giải quyết',
        '○ Có kết quả',
        '○ Đã nhận kết quả',
        'Thủ tục: Giấy cưới',
        'Người đứng tên: Nguyễn T. P.',
        'Hẹn trả: Thứ Sáu 27/11/2026 (còn 2 ngày làm việc)',
        '  – Thôi báo hồ sơ này',
      ].join('\n'),
    )
    expect(reply.choices).toEqual([{ label: 'Thôi báo hồ sơ này', ref: 'd.t.no.7' }])
    expect(reply.template).toEqual({
      name: 'dossier_changed',
      values: { dossier: view.code, status: 'đang giải quyết', date: '27/11/2026' },
    })
  })

  describe('of the date', () => {
    const since = '2026-11-25T02:00:00.000Z'
    const before = '2026-11-20T02:00:00.000Z'
    const line = (status: DossierStatus, at: string, dueAt: string | null) =>
      ({ status, at, recordedAt: at, dueAt }) as const
    const due = '2026-11-27T10:00:00.000Z'
    const put = '2026-12-02T10:00:00.000Z'
    const moved = (was: string | null, now = put) => ({
      ...view,
      dueAt: now,
      since,
      past: [line(4, before, was), line(4, since, now)],
    })
    const first = (...views: Parameters<typeof changed>) => renderPlain(changed(...views)).split('\n')[0]

    it('alone says that it is the date, from which to which', () => {
      const said = 'Ngày hẹn trả đổi từ thứ Sáu 27/11/2026 thành thứ Tư 2/12/2026.'
      expect(first(moved(due))).toBe(said)
      expect(renderPlain(changed(moved(due)))).not.toContain('vừa có thay đổi')
      expect(changed(moved(due)).template?.values).toMatchObject({ date: '2/12/2026' })
      expect(renderPlain(sayings.changed([moved(due)], 'en', now)).split('\n')[0]).toBe(
        'The day it is due has changed from Friday 27 November 2026 to Wednesday 2 December 2026.',
      )
    })

    it('alone says the new one where there was none before', () => {
      expect(first(moved(null))).toBe('Ngày hẹn trả nay là thứ Tư 2/12/2026.')
    })

    it('with the status says both, and that the date is worked out where it is', () => {
      const gone = {
        ...view,
        since,
        statusAt: since,
        dueAt: due,
        past: [line(5, before, due), line(4, since, due)],
      }
      expect(first(gone)).toBe(
        'Hồ sơ của anh/chị vừa có thay đổi, hiện là: đang giải quyết. Ngày hẹn trả đổi từ thứ Sáu 27/11/2026 thành ' +
          'thứ Ba 1/12/2026 (tính cả thời gian tạm dừng).',
      )
      expect(changed(gone).template?.values).toMatchObject({ date: '1/12/2026' })
    })

    it('is said in a list too', () => {
      const other = { ...view, code: 'H26.16.05-261120-0013', since, past: [line(2, before, due)] }
      const said = renderPlain(changed(moved(due), other))
      expect(said).toContain('0012: đang giải quyết, hẹn trả thứ Tư 2/12 (trước là thứ Sáu 27/11)')
      expect(said).toContain('0013: đang giải quyết, hẹn trả thứ Sáu 27/11\n')
    })

    it('is not said of what is over', () => {
      const done = { ...moved(due), status: 9 as const, past: [line(9, before, due), line(9, since, put)] }
      expect(first(done)).toBe('Hồ sơ của anh/chị vừa có thay đổi, hiện là: đã có kết quả.')
    })
  })

  it('says of a result where and when it is collected', () => {
    const reply = changed(ready)
    const said = renderPlain(reply)
    expect(said).toContain('Hồ sơ đã có kết quả')
    expect(said).toContain('Nhận ở đâu: Điểm Phục vụ hành chính công phường Hoàn Kiếm, điện thoại 1900 1009.')
    expect(said).toContain('Giờ làm việc thường là')
    expect(said).toContain('Kết quả: Giấy cưới')
    expect(reply.template).toMatchObject({ name: 'dossier_result', values: { date: '24/11/2026' } })
  })

  it.each<[DossierStatus, string]>([
    [3, 'Anh/chị xem lý do'],
    [5, 'nộp bổ sung'],
    [6, 'nộp khoản tiền'],
    [7, 'Nếu anh/chị không xin rút'],
    [8, 'thông báo dừng'],
  ])('says where to go and whom to call with status %d', (status, todo) => {
    const said = renderPlain(changed({ ...view, status }))
    expect(said).toContain(todo)
    expect(said).toMatch(/Đến đâu: .*phường Hoàn Kiếm, điện thoại 1900 1009\. Giờ làm việc/)
  })

  it('takes the one unit there is where a file names none', async () => {
    const one = createDossierSayings({ ...(await madeUpKnowledge()), served: ['hoan-kiem'] })
    const { unit: _, ...anywhere } = ready
    expect(renderPlain(one.changed([anywhere], 'vi', now))).toContain(
      'Nhận ở đâu: Điểm Phục vụ hành chính công phường',
    )
  })

  it.each<DossierStatus>([3, 7, 8, 10])(
    'says that following ends with status %d, and offers nothing more',
    (status) => {
      const { follow: _, ...over } = view
      const reply = changed({ ...over, status })
      const said = renderPlain(reply)
      expect(said).toContain('trợ lý thôi theo dõi hồ sơ này')
      // Its follow has just ended; that makes nobody an official.
      expect(said).not.toMatch(/Đơn vị|Ngày tiếp nhận/)
      expect(reply.choices).toBeUndefined()
    },
  )

  it('is one message for several, each with a button that shows it', () => {
    const other = { ...ready, code: 'H26.16.05-261120-0013', follow: { ...follow, id: '8' } }
    const reply = changed(view, other)
    expect(renderPlain(reply)).toBe(
      [
        '2 hồ sơ anh/chị theo dõi vừa có thay đổi:',
        '- Giấy cưới, H26.16.05 – 261120 – 0012: đang giải quyết, hẹn trả thứ Sáu 27/11',
        '- Giấy cưới, H26.16.05 – 261120 – 0013: đã có kết quả',
        '  – Xem H26.16.05 – 261120 – 0012',
        '  – Xem H26.16.05 – 261120 – 0013',
      ].join('\n'),
    )
    expect(reply.choices?.map(({ ref }) => ref)).toEqual([
      'd.s.7.H26.16.05-261120-0012',
      'd.s.8.H26.16.05-261120-0013',
    ])
  })

  it('names nobody and no paper where the channel is not to', () => {
    const { procedure: _p, applicant: _a, result: _r, ...open } = { ...ready, papers: undefined }
    const discreet = { ...open, discreet: true } as DossierView
    for (const status of [5, 9] as const) {
      const said = JSON.stringify(changed({ ...discreet, status }))
      for (const secret of ['Giấy cưới', 'Nguyễn', '1.000001']) expect(said).not.toContain(secret)
    }
  })
})

describe('what followers are told by the day', () => {
  it.each([
    [
      'due_soon',
      view,
      'Hồ sơ H26.16.05 – 261120 – 0012 sắp đến hẹn trả: thứ Sáu 27/11/2026 (còn 2 ngày làm việc).',
    ],
    [
      'overdue',
      {
        ...view,
        dueAt: '2026-11-23T10:00:00Z',
        promisedAt: '2026-11-20T10:00:00Z',
        apologyAt: '2026-11-19T03:00:00Z',
      },
      'nay đã quá hạn 1 ngày làm việc. Ngày hẹn lúc đầu là thứ Sáu 20/11/2026. Cơ quan có thư xin lỗi ngày thứ Năm 19/11/2026.',
    ],
    ['uncollected', ready, 'có kết quả từ thứ Ba 24/11/2026 mà anh/chị chưa nhận. Nhận ở đâu: Điểm Phục vụ'],
  ] as const)('%s', (kind, given, said) => {
    const reply = sayings.notice(given, kind, 'vi', now)
    expect(renderPlain(reply)).toContain(said)
    expect(reply.choices?.map(({ ref }) => ref)).toEqual(['d.s.7.H26.16.05-261120-0012', 'd.t.no.7'])
    // Numbers belong to whatever is asked in the conversation.
    expect(reply.numberedFrom).toBe(0)
  })

  it('is said in English too', () => {
    expect(renderPlain(sayings.notice(view, 'due_soon', 'en', now))).toContain(
      'is due soon: Friday 27 November 2026',
    )
  })
})
