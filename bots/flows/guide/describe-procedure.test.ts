import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import { madeUpKnowledge } from '../../../test/support/made-up-procedures.ts'
import type { Answers, Lang } from '../../dialogue/event.ts'
import { createGuideWorld } from './create-guide-world.ts'
import { describeProcedure } from './describe-procedure.ts'
import type { SheetSectionId } from './procedure-sheet.ts'
import { writeSheet } from './write-sheet.ts'

const parts = await madeUpKnowledge()
const world = createGuideWorld(parts)

function sheetOf(
  code: string,
  {
    answers = {},
    lang = 'vi',
    day = '2026-11-21',
    changed,
  }: { answers?: Answers; lang?: Lang; day?: string; changed?: Procedure } = {},
) {
  const today = Temporal.PlainDate.from(day)
  const procedure = changed ?? parts.catalogue.find(code, today)
  if (!procedure) throw new Error(`there is no ${code}`)
  const text = (key: string, values?: Record<string, string | number>) => parts.texts.text(key, lang, values)
  return describeProcedure(procedure, { answers, lang, today, unit: undefined, text }, world)
}

function lines(id: SheetSectionId, sheet = sheetOf('1.000001')) {
  return sheet.sections.find((section) => section.id === id)?.lines ?? []
}

describe('a procedure on one page', () => {
  it('keeps what everybody brings apart from what some do and what nobody does', () => {
    expect(lines('papers')).toEqual([
      { text: 'Tờ khai', notes: ['Tờ khai theo mẫu', 'Lấy ở đâu: Nhận ở nơi nộp'] },
    ])
    expect(lines('papers_some').map(({ text }) => text)).toEqual([
      'Bản án ly hôn × 2',
      'Trích lục khai tử',
      'Ý kiến của cha mẹ',
      'Giấy khó nói',
    ])
    expect(lines('papers_spared')).toEqual([{ text: 'Thẻ căn cước: Cơ quan tự tra cứu.' }])
  })

  it('names each case by the question that decides it, not by why that was asked', () => {
    const cases = Object.fromEntries(lines('papers_some').map((line) => [line.text, line.case]))
    expect(cases).toEqual({
      'Bản án ly hôn × 2': { question: 'Ly hôn ở đâu?', answer: 'Nước ngoài' },
      'Trích lục khai tử': { question: 'Đã ai từng kết hôn chưa?', answer: 'Góa' },
      'Ý kiến của cha mẹ': { answer: 'đến 17 tuổi' },
      'Giấy khó nói': null,
    })
    expect(lines('notes')[0]?.case).toEqual({ answer: 'quá 60 ngày kể từ ngày cưới' })
  })

  it('says all fees and times with their cases, and once what the marks mean', () => {
    const sheet = sheetOf('1.000001')
    expect(lines('fee', sheet).map(({ text }) => text)).toEqual([
      'Đúng hạn: không mất tiền',
      'Quá hạn, nộp trực tiếp: 8.000 đồng/lần *',
    ])
    expect(lines('time', sheet).map(({ text }) => text)).toEqual([
      'Trong ngày làm việc (nhận sau 15 giờ thì tính từ ngày làm việc tiếp theo)',
      'Phải xác minh: 5 ngày làm việc *',
    ])
    expect(sheet.doubt).toBe('* Chưa kiểm chứng, anh/chị hỏi lại cán bộ khi nộp.')
  })

  it('says a single doubt in its place', () => {
    const sheet = sheetOf('local.hop-dan')
    expect(lines('hours', sheet)[0]?.text).toContain('(chưa kiểm chứng, anh/chị hỏi lại cán bộ)')
    expect(sheet.doubt).toBeUndefined()
  })

  it('counts a doubt wherever a file has one', () => {
    const today = Temporal.PlainDate.from('2026-11-21')
    const procedure = parts.catalogue.find('local.hop-dan', today)
    if (!procedure) throw new Error('there is no local.hop-dan')
    const doubted = `Nộp muộn thì phạt ${parts.texts.text('hedge', 'vi')}`
    const sheet = sheetOf(procedure.code, { changed: { ...procedure, late: { vi: doubted, en: '' } } })
    expect(lines('late', sheet)[0]?.text).toBe('Nộp muộn thì phạt *')
    expect(lines('hours', sheet)[0]?.text).toMatch(/ \*$/)
    expect(sheet.doubt).toBe('* Chưa kiểm chứng, anh/chị hỏi lại cán bộ khi nộp.')
  })

  it('is the page of one case once its answers are known', () => {
    const answers = { tung_cuoi: 'ly_hon', o_dau: 'trong_nuoc', tuoi: 30, ngay_cuoi: '2026-11-01' }
    const sheet = sheetOf('1.000001', { answers })
    expect(lines('papers', sheet).map(({ text }) => text)).toEqual(['Tờ khai'])
    expect(lines('papers_some', sheet)).toEqual([])
    expect(lines('notes', sheet)).toEqual([])
    expect(lines('deadlines', sheet)[0]?.text).toContain('tức đến hết')
  })

  it('leads to related pages that there are, under the code now in use', () => {
    expect(lines('related').map(({ text, code }) => [text, code])).toEqual([
      ['Chính việc này', '1.000001'],
      ['Việc chưa có trang', undefined],
    ])
  })

  it('warns from the day on which it was to be checked again', () => {
    expect(sheetOf('1.000002', { day: '2026-11-20' }).overdue).toBeUndefined()
    expect(sheetOf('1.000002').overdue).toContain('kiểm tra lại')
    expect(sheetOf('1.000002').checked).toContain('21/11/2026')
  })

  it('can be read as text, in both languages', () => {
    const said = writeSheet(sheetOf('1.000001'))
    expect(said).toContain('Giấy cưới\nĐăng ký việc cưới (1.000001)\n\nAi nộp hồ sơ:\n– Người có yêu cầu\n')
    expect(said).toContain('– Bản án ly hôn × 2\n    Ly hôn ở đâu? Nước ngoài. Bản sao\n')
    expect(said).toContain('https://dichvucong.gov.vn/thu-tuc/1.000001')
    const english = writeSheet(sheetOf('1.000001', { lang: 'en' }))
    expect(english).toContain('Who may file:')
    expect(english).toContain('up to 17 tuổi (en)')
    expect(writeSheet(sheetOf('local.hop-dan'))).not.toContain('local.')
    expect(`${said}${english}`).not.toMatch(/undefined|null|\{\w+\}/)
  })
})
