import { describe, expect, it } from 'vitest'
import type {
  AnnouncementContent,
  AnnouncementCounts,
  Signature,
} from '../../../knowledge/announcements/announcement.ts'
import { madeUpKnowledge } from '../../../test/support/made-up-procedures.ts'
import { renderPlain } from '../../channels/render-plain.ts'
import type { Lang } from '../../dialogue/event.ts'
import type { OfficialNews } from './announcement-sayings.ts'
import { createAnnouncementSayings } from './create-announcement-sayings.ts'

const { texts, units, announcements: facts } = await madeUpKnowledge()
const words = { texts, units, facts }
const sayings = createAnnouncementSayings({
  ...words,
  eventLink: (unit, id) => `https://phuong.example/u/${unit}/${id}.ics`,
  fileLink: (unit, { id, name }) => `https://phuong.example/u/${unit}/files/${id}-khoa/${name}`,
})
const everything = { carries: () => true }
const nothing = { carries: () => false }
const content: AnnouncementContent = {
  id: '12',
  unit: 'hoan-kiem',
  title: 'Phun thuốc diệt muỗi',
  text: 'Phường phun thuốc tại các ngõ.\nAnh/chị đóng cửa sổ.\n\nNgười già, trẻ nhỏ ở lại trong nhà.',
  topic: 'y-te',
  files: [],
}
const whole: AnnouncementContent = {
  ...content,
  event: {
    startsAt: '2026-11-28T01:00:00Z',
    endsAt: '2026-11-28T04:30:00Z',
    place: 'Nhà văn hóa tổ 7, 12 phố Huế',
  },
  link: { label: 'Lịch phun từng ngõ', url: 'https://hanoi.gov.vn/lich' },
  poll: { question: 'Nhà anh/chị có người ở nhà buổi sáng không?', options: ['Có', 'Không'] },
  files: [{ id: '5', name: 'ke-hoach.pdf', type: 'application/pdf', size: 2000 }],
}
const signed = (signature: Signature): AnnouncementContent => ({
  ...content,
  files: [{ id: '5', name: 'qd.pdf', type: 'application/pdf', size: 2000, signatures: [signature] }],
})
const say = (one: AnnouncementContent, lang: Lang = 'vi', to: { carries(): boolean } = everything) =>
  renderPlain(sayings.announcement(one, { lang, ...to }))

describe('what a recipient reads', () => {
  it('is who speaks, the matter, and how to stop', () => {
    expect(say(content)).toMatchInlineSnapshot(`
      "Phường Hoàn Kiếm thông báo:
      Phun thuốc diệt muỗi
      Phường phun thuốc tại các ngõ.
      Anh/chị đóng cửa sổ.
      Người già, trẻ nhỏ ở lại trong nhà.
      Nhắn “dừng” để thôi nhận tin."
    `)
    expect(say(content, 'en')).toMatchInlineSnapshot(`
      "Hoàn Kiếm ward announces:
      Phun thuốc diệt muỗi
      Phường phun thuốc tại các ngõ.
      Anh/chị đóng cửa sổ.
      Người già, trẻ nhỏ ở lại trong nhà.
      Write “dừng” or “stop” to get no more of these."
    `)
  })

  it('says when and where in words, and asks its question last', () => {
    expect(say(whole)).toMatchInlineSnapshot(`
      "Phường Hoàn Kiếm thông báo:
      Phun thuốc diệt muỗi
      Phường phun thuốc tại các ngõ.
      Anh/chị đóng cửa sổ.
      Người già, trẻ nhỏ ở lại trong nhà.
      Thời gian: 8 giờ đến 11 giờ 30 thứ Bảy 28/11/2026
      Địa điểm: Nhà văn hóa tổ 7, 12 phố Huế
      Thêm vào lịch: https://phuong.example/u/hoan-kiem/12.ics
      Lịch phun từng ngõ: https://hanoi.gov.vn/lich
      Nhắn “dừng” để thôi nhận tin.
      Nhà anh/chị có người ở nhà buổi sáng không?
        1. Có
        2. Không"
    `)
    expect(say(whole, 'en')).toMatchInlineSnapshot(`
      "Hoàn Kiếm ward announces:
      Phun thuốc diệt muỗi
      Phường phun thuốc tại các ngõ.
      Anh/chị đóng cửa sổ.
      Người già, trẻ nhỏ ở lại trong nhà.
      When: Saturday 28 November 2026, 8:00 to 11:30
      Where: Nhà văn hóa tổ 7, 12 phố Huế
      Add to the calendar: https://phuong.example/u/hoan-kiem/12.ics
      Lịch phun từng ngõ: https://hanoi.gov.vn/lich
      Write “dừng” or “stop” to get no more of these.
      Nhà anh/chị có người ở nhà buổi sáng không?
        1. Có
        2. Không"
    `)
  })

  it('has buttons for the answers, counted as they may be typed', () => {
    const { choices, numberedFrom } = sayings.announcement(whole, { lang: 'vi', ...everything })
    expect(choices).toEqual([
      { label: 'Có', ref: 'v.12.0' },
      { label: 'Không', ref: 'v.12.1' },
    ])
    expect(numberedFrom).toBeUndefined()
  })

  it('carries files where the channel can, and says them as links where it cannot', () => {
    expect(sayings.announcement(whole, { lang: 'vi', ...everything }).files).toEqual([
      { id: '5', name: 'ke-hoach.pdf', type: 'application/pdf', size: 2000 },
    ])
    const reply = sayings.announcement(whole, { lang: 'vi', ...nothing })
    expect(reply.files).toBeUndefined()
    expect(reply.blocks).toContainEqual({
      kind: 'link',
      label: 'Tệp kèm theo: ke-hoach.pdf',
      url: 'https://phuong.example/u/hoan-kiem/files/5-khoa/ke-hoach.pdf',
    })
  })

  it('tells of a file that can be had nowhere here', () => {
    const alone = createAnnouncementSayings({ ...words, fileLink: () => undefined })
    const said = renderPlain(alone.announcement(whole, { lang: 'vi', ...nothing }))
    expect(said).toContain('Thông báo có tệp “ke-hoach.pdf”, nhưng kênh này không gửi được tệp.')
    expect(said).not.toContain('.ics')
  })

  it('says the day of each end where an event lasts longer than one', () => {
    const fair = { ...content, event: { startsAt: '2026-11-28T01:00:00Z', endsAt: '2026-11-29T10:00:00Z' } }
    expect(say(fair)).toContain('Thời gian: 8 giờ thứ Bảy 28/11/2026 đến 17 giờ Chủ nhật 29/11/2026')
    expect(say(fair, 'en')).toContain(
      'When: Saturday 28 November 2026, 8:00 to Sunday 29 November 2026, 17:00',
    )
  })

  it('is headed by what is urgent, or corrected', () => {
    const head = (one: Partial<AnnouncementContent>, lang: Lang = 'vi') =>
      say({ ...content, ...one }, lang).split('\n')[0]
    expect([
      head({ urgent: 'disaster' }),
      head({ corrects: '11' }),
      head({ urgent: 'security', corrects: '11' }),
      head({ unit: 'all' }),
      head({ urgent: 'disaster' }, 'en'),
      head({ corrects: '11' }, 'en'),
    ]).toMatchInlineSnapshot(`
      [
        "KHẨN – Thiên tai, cứu nạn. Phường Hoàn Kiếm thông báo:",
        "Phường Hoàn Kiếm đính chính một thông báo đã gửi. Nội dung dưới đây thay cho thông báo trước.",
        "KHẨN – An ninh, cháy nổ. Phường Hoàn Kiếm đính chính một thông báo đã gửi. Nội dung dưới đây thay cho thông báo trước.",
        "Thành phố Hà Nội thông báo:",
        "URGENT – Disaster. Hoàn Kiếm ward announces:",
        "Hoàn Kiếm ward corrects an announcement sent before. What follows takes its place.",
      ]
    `)
  })

  it('says no more of a signature than was checked', () => {
    const by = { signer: 'UBND phường Hoàn Kiếm' }
    const line = (signature: Signature) =>
      say(signed(signature))
        .split('\n')
        .filter((one) => one.includes('ký'))
    expect([
      line({ ...by, verdict: 'valid' }),
      line({ ...by, verdict: 'valid', partial: true }),
      line({ ...by, verdict: 'untrusted' }),
      line({ ...by, verdict: 'broken' }),
      line({ ...by, verdict: 'unchecked' }),
    ]).toMatchInlineSnapshot(`
      [
        [
          "Chữ ký số của UBND phường Hoàn Kiếm trong “qd.pdf”: hợp lệ, nội dung còn nguyên vẹn.",
        ],
        [
          "Chữ ký số của UBND phường Hoàn Kiếm trong “qd.pdf”: hợp lệ, nội dung còn nguyên vẹn. Trong tệp có phần được thêm vào sau khi ký.",
        ],
        [
          "Chữ ký số ghi tên UBND phường Hoàn Kiếm trong “qd.pdf”: nội dung còn nguyên vẹn; chưa kiểm tra được nơi cấp chứng thư.",
        ],
        [
          "Chữ ký số ghi tên UBND phường Hoàn Kiếm trong “qd.pdf”: nội dung đã bị thay đổi sau khi ký.",
        ],
        [
          "Chữ ký số trong “qd.pdf”: chưa kiểm tra được.",
        ],
      ]
    `)
  })

  it('shows whatever was written as it stands', () => {
    const odd = { ...content, title: '<b>Họp</b>', text: '<script>alert(1)</script> {unit} & *sao*' }
    expect(say(odd)).toContain('<b>Họp</b>\n<script>alert(1)</script> {unit} & *sao*')
  })
})

describe('what was held', () => {
  it('comes in one message, each with who speaks', () => {
    const two = [whole, { ...content, id: '13', unit: 'all', title: 'Lịch cắt điện', text: 'Từ 8 giờ.' }]
    expect(renderPlain(sayings.digest(two, 'vi'))).toMatchInlineSnapshot(`
      "2 thông báo đến sau khi anh/chị đã nhận đủ tin trong ngày, nay trợ lý gửi chung một lần.
      1. Phường Hoàn Kiếm thông báo:
      Phun thuốc diệt muỗi
      Phường phun thuốc tại các ngõ.
      Anh/chị đóng cửa sổ.
      Người già, trẻ nhỏ ở lại trong nhà.
      Thời gian: 8 giờ đến 11 giờ 30 thứ Bảy 28/11/2026
      Địa điểm: Nhà văn hóa tổ 7, 12 phố Huế
      Thêm vào lịch: https://phuong.example/u/hoan-kiem/12.ics
      Lịch phun từng ngõ: https://hanoi.gov.vn/lich
      Tệp kèm theo: ke-hoach.pdf: https://phuong.example/u/hoan-kiem/files/5-khoa/ke-hoach.pdf
      Nhà anh/chị có người ở nhà buổi sáng không?
      2. Thành phố Hà Nội thông báo:
      Lịch cắt điện
      Từ 8 giờ.
      Nhắn “dừng” để thôi nhận tin.
        1. Có
        2. Không"
    `)
    expect(renderPlain(sayings.digest(two, 'en')).split('\n')[0]).toBe(
      '2 announcements came after you had got as many as we send in a day; here they are at once.',
    )
  })

  it('tells the answers of two questions apart', () => {
    const { choices } = sayings.digest([whole, { ...whole, id: '13' }], 'vi')
    expect(choices?.map(({ label, ref }) => [label, ref])).toEqual([
      ['Tin 1: Có', 'v.12.0'],
      ['Tin 1: Không', 'v.12.1'],
      ['Tin 2: Có', 'v.13.0'],
      ['Tin 2: Không', 'v.13.1'],
    ])
  })
})

it('says that one was taken back', () => {
  expect(renderPlain(sayings.withdrawn(content, 'vi'))).toBe(
    'Thông báo “Phun thuốc diệt muỗi” đã được thu hồi. Anh/chị không cần làm theo nội dung đó.',
  )
})

describe('what officials are told', () => {
  const counts: AnnouncementCounts = {
    total: 100,
    sent: 95,
    delivered: 0,
    seen: 0,
    failed: 3,
    skipped: 2,
    pending: 0,
    held: 0,
    unknown: 1,
    unsubscribed: 0,
    reasons: {},
  }
  const news: OfficialNews[] = [
    { kind: 'to_approve', recipients: 1234, at: '2026-11-28T01:00:00Z' },
    { kind: 'returned', note: 'thiếu giờ' },
    { kind: 'approved' },
    { kind: 'halted', failed: 4, tried: 20 },
    { kind: 'recovered' },
    { kind: 'ended', counts },
    { kind: 'file_here', name: 'a.pdf' },
    { kind: 'file_failed', name: 'a.pdf' },
    { kind: 'unit_gone' },
  ]

  it('is what happened, with what can be done about it', () => {
    const said = news.map((one) => renderPlain(sayings.toOfficial(content, one, 'vi')))
    expect(said.join('\n\n')).toMatchInlineSnapshot(`
      "Thông báo số 12 “Phun thuốc diệt muỗi” của phường Hoàn Kiếm đang chờ anh/chị duyệt.
      Gửi đến 1.234 người, 8 giờ thứ Bảy 28/11/2026:
      Phường phun thuốc tại các ngõ. Anh/chị đóng cửa sổ. Người già, trẻ nhỏ ở lại trong nhà.
        – Duyệt
        – Trả lại
        – Xem thông báo số 12

      Thông báo số 12 “Phun thuốc diệt muỗi” được trả lại để sửa.
      Lý do: thiếu giờ
        – Sửa
        – Xem thông báo số 12

      Thông báo số 12 “Phun thuốc diệt muỗi” đã được duyệt.
        – Xem thông báo số 12

      Thông báo số 12 “Phun thuốc diệt muỗi” đang tạm ngừng: gửi thử 20 người thì 4 người không nhận được. Trợ lý tự thử lại, gửi tiếp khi ổn; nội dung có lỗi thì anh/chị dừng hẳn.
        – Xem thông báo số 12
        – Dừng hẳn

      Thông báo số 12 “Phun thuốc diệt muỗi” đã gửi tiếp, sau khi thử lại thấy ổn.
        – Xem thông báo số 12

      Thông báo số 12 “Phun thuốc diệt muỗi” đã gửi xong: 95 người nhận được, 3 người không gửi được, 2 người được bỏ qua.
      Trong đó 1 lượt không rõ có đến nơi hay không.
        – Xem thông báo số 12

      Tệp “a.pdf” đã có trong thông báo số 12 “Phun thuốc diệt muỗi”.
        – Xem thông báo số 12

      Trợ lý không lấy được tệp “a.pdf” cho thông báo số 12 “Phun thuốc diệt muỗi”. Anh/chị mở thông báo và gửi lại tệp.
        – Xem thông báo số 12

      Thông báo số 12 “Phun thuốc diệt muỗi” đang tạm dừng, vì một đơn vị nhận không còn. Anh/chị xem lại người nhận.
        – Xem thông báo số 12"
    `)
  })

  it('says the same in English', () => {
    const said = news.map((one) => renderPlain(sayings.toOfficial(content, one, 'en')).split('\n')[0])
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "Announcement 12 “Phun thuốc diệt muỗi” of Hoàn Kiếm ward waits for your approval.
      Announcement 12 “Phun thuốc diệt muỗi” came back to be changed.
      Announcement 12 “Phun thuốc diệt muỗi” is approved.
      Announcement 12 “Phun thuốc diệt muỗi” is halted: of the first 20 people 4 could not be reached. It is tried again by itself and goes on once that works; if the text is wrong, stop it for good.
      Announcement 12 “Phun thuốc diệt muỗi” goes on, after another try went well.
      Announcement 12 “Phun thuốc diệt muỗi” is done: 95 people got it, 3 could not be reached, 2 were left out.
      The file “a.pdf” is now part of announcement 12 “Phun thuốc diệt muỗi”.
      The file “a.pdf” for announcement 12 “Phun thuốc diệt muỗi” could not be had. Open the announcement and send the file again.
      Announcement 12 “Phun thuốc diệt muỗi” is paused, because a unit it is meant for is gone. Please look at its recipients again."
    `)
  })
})
