import type { Choice, Reply } from '../../bots/dialogue/reply.ts'
import type { Incoming } from '../../bots/inbox/incoming.ts'

const wayOut: Choice = { label: 'Gặp cán bộ', ref: 'human', wayOut: true }

const welcome: Reply = {
  blocks: [
    {
      kind: 'text',
      text: 'Trợ lý là phần mềm của xã Thượng Phúc, giúp anh/chị chuẩn bị giấy tờ khi làm thủ tục. Cần gặp người, anh/chị gọi 024 1234 5678; muốn xóa dữ liệu, anh/chị viết “xóa dữ liệu của tôi”.',
    },
    { kind: 'text', text: 'Anh/chị cần làm việc gì?' },
  ],
  choices: [
    { label: 'Khai sinh cho cháu', ref: 'birth' },
    { label: 'Đăng ký tạm trú', ref: 'residence' },
    { label: 'Chứng thực bản sao', ref: 'copy' },
    wayOut,
  ],
}

const married: Reply = {
  progress: 'Bước 1/3',
  blocks: [
    { kind: 'text', text: 'Chúc mừng gia đình. Trợ lý sẽ giúp làm giấy khai sinh, khoảng 3 câu hỏi.' },
    { kind: 'text', text: 'Cha mẹ cháu đã đăng ký kết hôn chưa?' },
  ],
  choices: [
    { label: 'Đã đăng ký', ref: 'g1.married.yes' },
    { label: 'Chưa đăng ký', ref: 'g1.married.no' },
    { label: 'Chỉ có mẹ khai', ref: 'g1.married.mother' },
    wayOut,
  ],
}

const certificate: Reply = {
  progress: 'Bước 2/3',
  blocks: [
    { kind: 'text', text: 'Đã ghi: cha mẹ đã đăng ký kết hôn, nên không phải nộp giấy kết hôn.' },
    { kind: 'text', text: 'Cháu đã có giấy chứng sinh của bệnh viện chưa?' },
  ],
  choices: [
    { label: 'Đã có', ref: 'g1.paper.yes' },
    { label: 'Chưa có, cháu sinh ở nhà và không có nhân viên y tế chứng kiến', ref: 'g1.paper.no' },
  ],
}

function papers(ticked: ReadonlySet<string>, again?: true): Reply {
  const items = [
    { id: 'form', text: 'Tờ khai đăng ký khai sinh', note: 'Điền sẵn tại bộ phận Một Cửa cũng được.' },
    { id: 'birth', text: 'Giấy chứng sinh', note: 'Bản chính. Do bệnh viện cấp.' },
    { id: 'id', text: 'Căn cước của người đi khai', note: 'Xuất trình để đối chiếu, không nộp lại.' },
  ]
  return {
    ...(again ? { replacesTapped: true as const } : {}),
    blocks: [
      { kind: 'title', text: 'Giấy tờ của cháu Nguyễn Thị Phượng Hoàng – xã Thượng Phúc' },
      { kind: 'checklist', items: items.map(({ id, text, note }) => ({ text, note, done: ticked.has(id) })) },
      {
        kind: 'facts',
        items: [
          { label: 'Lệ phí', value: 'Không thu khi khai đúng hạn' },
          { label: 'Hạn khai', value: '60 ngày kể từ ngày sinh, tức đến hết thứ Hai 18/1/2027' },
          { label: 'Hẹn trả', value: 'Trong ngày, nếu nộp trước 15 giờ' },
          {
            label: 'Nơi nộp',
            value: 'Điểm phục vụ hành chính công xã Thượng Phúc, thứ Hai đến thứ Sáu, 8–12 giờ và 13–17 giờ',
          },
        ],
      },
      { kind: 'link', label: 'Nộp trực tuyến trên Cổng Dịch vụ công', url: 'https://dichvucong.gov.vn/' },
    ],
    choices: [
      ...items.map(({ id, text }) => ({
        label: `${ticked.has(id) ? '☑' : '☐'} ${text}`,
        ref: `tick.${id}`,
      })),
      { label: 'Nhắc tôi', ref: 'remind', wayOut: true as const },
    ],
  }
}

const say = (text: string): Reply => ({ blocks: [{ kind: 'text', text }] })

/** A small scripted assistant: enough of a birth registration to see and touch every kind of thing on the page. */
export function createBirthScript(): (incoming: Incoming) => Reply[] {
  const ticked = new Map<string, Set<string>>()
  return ({ event, chat }) => {
    if (event.kind === 'start') return event.payload ? [married] : [welcome]
    if (event.kind === 'language') {
      return [
        say(event.lang === 'en' ? 'From here on the assistant speaks English.' : 'Trợ lý nói tiếng Việt.'),
      ]
    }
    if (event.kind === 'text') {
      const text = event.text.toLowerCase()
      if (text.includes('khai sinh')) return [married]
      if (text.includes('im lặng')) return []
      return [say(`Trợ lý đã nhận: ${event.text}`)]
    }
    if (event.kind !== 'tap') return []
    if (event.data === 'birth') return [married]
    if (event.data.startsWith('g1.married')) return [certificate]
    if (event.data.startsWith('g1.paper')) return [papers(new Set())]
    if (event.data.startsWith('tick.')) {
      const own = ticked.get(chat) ?? new Set()
      ticked.set(chat, own)
      const id = event.data.slice('tick.'.length)
      if (!own.delete(id)) own.add(id)
      return [papers(own, true)]
    }
    return [say('Trợ lý đã ghi.')]
  }
}
