import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Aspect } from '../../../knowledge/matching/match.ts'
import { buildCatalogue } from '../../../knowledge/procedures/catalogue.ts'
import { type ProcedureVersion, procedureFile } from '../../../knowledge/procedures/schema.ts'
import { madeUpKnowledge, marriage } from '../../../test/support/made-up-procedures.ts'
import type { Answers, Lang } from '../../dialogue/event.ts'
import type { Scope } from '../../dialogue/flow.ts'
import { aboutProcedure } from './about-procedure.ts'
import { createGuideWorld } from './create-guide-world.ts'

const parts = await madeUpKnowledge()
const world = createGuideWorld(parts)
const today = Temporal.PlainDate.from('2026-11-26')
const both = (vi: string) => ({ vi, en: `${vi} (en)` })
const [version] = marriage.versions

/** What is said, a line each, of the made-up marriage with some of it changed. */
function ask(
  aspect: Aspect,
  changed: Partial<ProcedureVersion> = {},
  answers: Answers = {},
  lang: Lang = 'vi',
) {
  const file = procedureFile.parse({ ...marriage, versions: [{ ...version, ...changed }] })
  const procedure = buildCatalogue([file]).find(marriage.code, today)
  if (!procedure) throw new Error('there is no such procedure')
  const text: Scope['text'] = (key, values) => parts.texts.text(key, lang, values)
  const now = Temporal.Instant.from('2026-11-26T09:00:00+07:00')
  // Of a conversation's scope nothing else is looked at.
  const scope = { answers, lang, today, now, unit: undefined, text } as Partial<Scope> as Scope
  return aboutProcedure(procedure, aspect, scope, world).flatMap((block) =>
    block.kind === 'list' ? block.items : block.kind === 'text' ? [block.text] : [],
  )
}

const paper = (id: string, when?: ProcedureVersion['papers'][number]['when']) => ({
  id,
  name: both(`Giấy ${id}`),
  form: 'original' as const,
  copies: 1,
  not_needed: [],
  notes: [],
  ...(when ? { when } : {}),
})

describe('what to bring', () => {
  it('names what is sure first and the case of the rest', () => {
    expect(ask('papers')).toEqual([
      'Giấy tờ cho việc “Giấy cưới”:',
      'Tờ khai',
      'Bản án ly hôn × 2 (nếu nước ngoài)',
      'Trích lục khai tử (Đã ai từng kết hôn chưa? Góa)',
      'Ý kiến của cha mẹ (nếu đến 17 tuổi)',
      'Giấy khó nói (tùy trường hợp)',
    ])
  })

  it('speaks only of what is still to be answered', () => {
    const papers = [paper('kia', { tung_cuoi: 'goa', tuoi: { at_most: 17 } })]
    expect(ask('papers', { papers }, { tung_cuoi: 'goa' })).toEqual([
      'Giấy tờ cho việc “Giấy cưới”: Giấy kia (nếu đến 17 tuổi)',
    ])
    expect(ask('papers', { papers }, { tung_cuoi: 'goa', tuoi: 12 })[0]).toMatch(/Giấy kia$/)
  })

  it('takes at most seven lines, but leaves out nothing that is sure', () => {
    const open = Array.from({ length: 9 }, (_, at) => paper(`m${at}`, { tung_cuoi: 'ly_hon' }))
    const sure = Array.from({ length: 8 }, (_, at) => paper(`s${at}`))
    const said = ask('papers', { papers: [...open, paper('s')] })
    expect(said.slice(1, 3)).toEqual(['Giấy s', 'Giấy m0 (nếu đã ly hôn)'])
    expect(said.slice(7)).toEqual(['Còn 4 mục nữa, trợ lý nêu đủ ở cuối hướng dẫn.'])
    const many = ask('papers', { papers: [...open, ...sure] })
    expect(many.slice(1, 9)).toEqual(sure.map(({ name }) => name.vi))
    expect(many[9]).toContain('Còn 9 mục')
  })
})

describe('whether it can be filed online', () => {
  it.each([
    [true, 'Được, việc “Giấy cưới” nộp trực tuyến được. Các cách nộp: Nộp trực tuyến, nộp trực tiếp.'],
    [false, 'Việc “Giấy cưới” không nộp trực tuyến được. Cách nộp: Nộp trực tiếp.'],
    [
      null,
      'Trợ lý chưa kiểm chứng được việc “Giấy cưới” có nộp trực tuyến được hay không. Cách nộp: Nộp trực tiếp.',
    ],
  ])('says so first when it is %s', (online, said) => {
    expect(ask('online', { channels: { online, direct: true, post: false } })).toEqual([said])
  })
})

describe('being late', () => {
  const late = both('Quá hạn vẫn làm được.')

  it('is told after the period when that is asked, and before it when lateness is', () => {
    expect(ask('deadline', { late }).slice(1)).toEqual(['Đăng ký: 60 ngày kể từ ngày cưới', late.vi])
    expect(ask('late', { late }).slice(1)).toEqual([late.vi, 'Đăng ký: 60 ngày kể từ ngày cưới'])
  })
})

describe('how much it costs', () => {
  const fee = { vnd: 5000, verified: true, source: 'Luật' }
  const fees = [
    { ...fee, channel: ['direct', 'post'] as ['direct', 'post'] },
    { ...fee, channel: 'online' as const, vnd: 0 },
  ]

  it('names the way of filing as long as it tells the fees apart', () => {
    expect(ask('fee', { fees }).slice(1)).toEqual([
      'Nộp trực tiếp hoặc gửi bưu điện: 5.000 đồng',
      'Nộp trực tuyến: không mất tiền',
    ])
    expect(ask('fee', { fees }, { channel: 'post' })).toEqual(['Lệ phí việc “Giấy cưới”: 5.000 đồng'])
    const only = { online: true, direct: null, post: false }
    expect(ask('fee', { fees: fees.slice(1), channels: only })).toEqual([
      'Lệ phí việc “Giấy cưới”: Không mất tiền',
    ])
    expect(ask('fee', { fees, channels: only }).slice(1)).toContain('Nộp trực tuyến: không mất tiền')
  })

  it('says what is received before it', () => {
    const notes = [
      { text: both('Mỗi tháng được nhận 500.000 đồng.'), received: true as const },
      { text: both('Khác.') },
    ]
    expect(ask('fee', { fees: fees.slice(1), notes })).toEqual([
      'Mỗi tháng được nhận 500.000 đồng.',
      'Lệ phí việc “Giấy cưới”: Nộp trực tuyến: không mất tiền',
    ])
  })
})

describe('how long it takes', () => {
  it('says the day under its own name', () => {
    const times = [
      {
        channel: 'any' as const,
        value: 3,
        unit: 'working_day' as const,
        main: true,
        verified: true,
        source: 'Luật',
      },
    ]
    expect(ask('time', { times }).slice(1)).toEqual([
      '3 ngày làm việc',
      'Hẹn trả: thứ Ba 1/12/2026 nếu nộp đủ giấy tờ hôm nay',
    ])
  })
})
