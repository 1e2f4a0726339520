import { describe, expect, it } from 'vitest'
import type { ProcedureSheet, SheetLine, SheetSectionId } from '../../../bots/flows/guide/procedure-sheet.ts'
import { fitLeaflet } from './fit-leaflet.ts'
import { sidesOf } from './leaflet-part.ts'

const frame = { above: 3, below: [3, 11] }

function sheet(sections: Partial<Record<SheetSectionId, SheetLine[]>>): ProcedureSheet {
  return {
    code: '1.000001',
    lang: 'vi',
    title: 'Giấy khai sinh',
    name: 'Đăng ký khai sinh',
    guided: true,
    checked: '',
    sections: Object.entries(sections).map(([id, lines]) => ({ id: id as SheetSectionId, label: id, lines })),
  }
}

const lines = (count: number, text = 'một dòng vừa phải'): SheetLine[] =>
  Array.from({ length: count }, (_, at) => ({ text: `${text} ${at + 1}` }))
const labels = (made: ProcedureSheet) => fitLeaflet(made, frame).map(({ label }) => label)
const cases = (count: number): SheetLine[] =>
  lines(count).map((line, at) => ({
    ...line,
    case: { question: `Câu ${at}?`, answer: 'Có' },
    notes: ['Bản chính'],
  }))

describe('what goes on a leaflet', () => {
  it('is everything where there is room, in the order in which one reads', () => {
    const made = sheet({
      where: lines(1),
      notes: lines(1),
      who: lines(1),
      fee: lines(2),
      how: lines(1),
      basis: lines(1),
      related: lines(1),
    })
    expect(labels(made)).toEqual(['who', 'fee', 'where', 'how', 'notes'])
  })

  it('is the needful alone where that fills the one side', () => {
    const made = sheet({ who: lines(1), fee: lines(10), where: lines(1), how: lines(1), late: lines(6) })
    const parts = fitLeaflet(made, frame)
    expect(parts.map(({ label }) => label)).toEqual(['who', 'fee', 'where', 'how'])
    expect(sidesOf(parts, frame)).toBe(1)
  })

  it('takes a second side for the needful, and fills that too', () => {
    const made = sheet({ who: lines(1), fee: lines(20), where: lines(1), late: lines(6), notes: lines(40) })
    const parts = fitLeaflet(made, frame)
    expect(parts.map(({ label }) => label)).toEqual(['who', 'fee', 'late', 'where'])
    expect(sidesOf(parts, frame)).toBe(2)
  })

  it('counts what is left of a list that would need a third', () => {
    const parts = fitLeaflet(sheet({ who: lines(1), fee: lines(80), time: lines(3), where: lines(1) }), frame)
    expect(sidesOf(parts, frame)).toBe(2)
    const fee = parts.find(({ label }) => label === 'fee')?.lines ?? []
    expect(fee.length).toBeGreaterThan(20)
    expect(fee.at(-1)?.text).toBe(`và ${80 - fee.length + 1} mục nữa, quét mã để xem đủ`)
    expect(parts.find(({ label }) => label === 'time')?.lines).toHaveLength(3)
  })

  it('names the case of each paper where there is room, else the papers alone', () => {
    const roomy = fitLeaflet(sheet({ papers_some: cases(2) }), frame)
    expect(roomy[0]?.lines).toEqual([
      { text: 'Câu 0?', heading: true },
      { lead: 'Có:', text: 'một dòng vừa phải 1 (bản chính)' },
      { text: 'Câu 1?', heading: true },
      { lead: 'Có:', text: 'một dòng vừa phải 2 (bản chính)' },
    ])
    const tight = fitLeaflet(sheet({ papers_some: cases(10) }), frame)
    expect(tight[0]?.lines).toHaveLength(1)
    expect(tight[0]?.lines[0]?.text).toContain('một dòng vừa phải 1; một dòng vừa phải 2;')
  })

  it('says the form of a paper once', () => {
    const papers = [
      { text: 'Tờ khai kết hôn', notes: ['Tờ khai theo mẫu'] },
      { text: 'Hộ chiếu', notes: ['Chỉ xuất trình, không nộp'] },
    ]
    expect(fitLeaflet(sheet({ papers }), frame)[0]?.lines).toEqual([
      { text: 'Tờ khai kết hôn' },
      { text: 'Hộ chiếu (chỉ xuất trình, không nộp)' },
    ])
  })
})
