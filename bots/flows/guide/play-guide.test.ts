import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { buildCatalogue } from '../../../knowledge/procedures/catalogue.ts'
import { procedureFile } from '../../../knowledge/procedures/schema.ts'
import { madeUpKnowledge, marriage } from '../../../test/support/made-up-procedures.ts'
import { createKnowledge } from '../create-knowledge.ts'
import { playGuide } from './play-guide.ts'

const both = (vi: string) => ({ vi, en: `${vi} (en)` })
const [version] = marriage.versions

/** A question of each kind that the other has none of, and one that leads to it. */
const party = procedureFile.parse({
  ...marriage,
  code: '1.000003',
  replaces: [],
  former_names: [],
  short: both('Tiệc cưới'),
  versions: [
    {
      ...version,
      questions: [
        {
          id: 'cach',
          kind: 'choice',
          ask: both('Anh/chị tổ chức thế nào?'),
          choices: [
            { id: 'giay', label: both('Chỉ làm giấy'), leads_to: marriage.code },
            { id: 'tiec', label: both('Có tiệc, đông khách') },
          ],
        },
        {
          id: 'muon',
          kind: 'many',
          ask: both('Anh/chị mượn những gì?'),
          choices: [
            { id: 'ban', label: both('Bàn, ghế') },
            { id: 'loa', label: both('Loa') },
            { id: 'rap', label: both('Rạp') },
          ],
        },
        { id: 'cho', kind: 'text', ask: both('Tổ chức ở đâu?'), max_length: 60 },
      ],
      papers: [
        { id: 'don_ban', name: both('Đơn mượn bàn'), form: 'form', when: { muon: 'ban' } },
        { id: 'don_rap', name: both('Đơn dựng rạp'), form: 'form', when: { muon: 'rap' } },
      ],
      deadlines: [],
      notes: [],
      links: [],
    },
  ],
})
const parts = await madeUpKnowledge({ catalogue: buildCatalogue([marriage, party]) })
const knowledge = createKnowledge(parts)
const now = Temporal.Instant.from('2026-11-19T03:00Z')

function play(code: string, given: Record<string, string>) {
  const procedure = parts.catalogue.find(code, Temporal.PlainDate.from('2026-11-19'))
  if (!procedure) throw new Error(`there is no ${code}`)
  const { replies, unknown } = playGuide(procedure, new Map(Object.entries(given)), knowledge, {
    lang: 'vi',
    now,
    unit: 'hoan-kiem',
  })
  return { said: JSON.stringify(replies), count: replies.length, unknown }
}

describe('playGuide', () => {
  it('plays choices, dates and numbers to the end, in whatever order they are given', () => {
    const { said, unknown } = play('1.000001', {
      o_dau: 'nuoc_ngoai',
      tuoi: '30',
      tung_cuoi: 'ly_hon',
      ngay_cuoi: '2026-11-01',
    })
    expect(unknown).toEqual([])
    expect(said).toContain('Bản án ly hôn')
    expect(said).not.toContain('Trích lục khai tử')
  })

  it('stops at the first question without an answer', () => {
    const { said, unknown } = play('1.000001', { ngay_cuoi: '1/11/2026' })
    expect(unknown).toEqual([])
    expect(said).toContain('Đã ai từng kết hôn chưa?')
    expect(said).not.toContain('Bản án ly hôn')
  })

  it.each([
    ['a choice that is none', { ngay_cuoi: '2026-11-01', tung_cuoi: 'nonsense' }, 'tung_cuoi=nonsense'],
    ['a date that is none', { ngay_cuoi: 'nonsense' }, 'ngay_cuoi=nonsense'],
    ['a day that no month has', { ngay_cuoi: '2026-02-30' }, 'ngay_cuoi=2026-02-30'],
    ['a number out of range', { ngay_cuoi: '2026-11-01', tung_cuoi: 'chua', tuoi: '300' }, 'tuoi=300'],
    ['a question that is none', { hoi: 'gi' }, 'hoi=gi'],
    [
      'a question that this case is not asked',
      { ngay_cuoi: '2026-11-01', tung_cuoi: 'chua', tuoi: '30', o_dau: 'trong_nuoc' },
      'o_dau=trong_nuoc',
    ],
  ])('names %s, and says nothing of it to a citizen', (_, given, unknown) => {
    const without = Object.fromEntries(
      Object.entries(given).filter(([question, answer]) => `${question}=${answer}` !== unknown),
    )
    expect(play('1.000001', given)).toEqual({ ...play('1.000001', without), unknown: [unknown] })
  })

  it('takes several of several, whatever their labels hold, and a text with commas', () => {
    const { said, unknown } = play('1.000003', { cach: 'tiec', muon: 'ban+rap', cho: 'Số 5, ngõ 3, phố Huế' })
    expect(unknown).toEqual([])
    expect(said).toContain('Đơn mượn bàn')
    expect(said).toContain('Đơn dựng rạp')
    expect(said).toContain('Số 5, ngõ 3, phố Huế')
  })

  it('takes no part of several when one of them is none', () => {
    const { said, unknown } = play('1.000003', { cach: 'tiec', muon: 'ban+bàn', cho: 'ở nhà' })
    expect(unknown).toEqual(['muon=ban+bàn', 'cho=ở nhà'])
    expect(said).not.toContain('Đơn mượn bàn')
  })

  it('follows an answer that leads elsewhere, with answers to the questions there', () => {
    const { said, unknown } = play('1.000003', { cach: 'giay', cach_go: 'go', ngay_cuoi: '2026-11-01' })
    expect(unknown).toEqual([])
    expect(said).toContain('Đã ai từng kết hôn chưa?')
  })

  it('asks again who chooses again', () => {
    const { said, unknown } = play('1.000003', { cach: 'giay', cach_go: 'again' })
    expect(unknown).toEqual([])
    expect(said.match(/Anh\/chị tổ chức thế nào\?/g)).toHaveLength(2)
  })
})
