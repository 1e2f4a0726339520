import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../knowledge/matching/fold.ts'
import { readNumber } from './read-number.ts'

describe('readNumber', () => {
  it.each<[string, number]>([
    ['75', 75],
    [' 75 ', 75],
    ['75 tuổi', 75],
    ['75t', 75],
    ['dạ 75 ạ', 75],
    ['tôi 75 tuổi', 75],
    ['toi 75 tuoi', 75],
    ['cụ nhà em năm nay 82 tuổi', 82],
    ['７５', 75],
    ['bảy lăm', 75],
    ['bay lam', 75],
    ['bảy mươi lăm', 75],
    ['bảy mươi lăm tuổi ạ', 75],
    ['dạ tám hai ạ', 82],
    ['tám mốt', 81],
    ['mười', 10],
    ['mười lăm', 15],
    ['hai mươi', 20],
    ['ba chục', 30],
    ['năm', 5],
    ['không', 0],
    ['một trăm lẻ năm', 105],
    ['một trăm hai', 120],
    ['hai nghìn không trăm hai mươi sáu', 2026],
    ['một triệu rưỡi', 1_500_000],
    ['1.000.000', 1_000_000],
    ['1,000,000', 1_000_000],
    ['1 000 000 đồng', 1_000_000],
    ['1.000.000đ', 1_000_000],
    ['1,5 triệu', 1_500_000],
    ['500k', 500_000],
    ['2.5', 2.5],
    ['1.000,50', 1000.5],
    ['3 bản', 3],
    ['ba bản ạ', 3],
    ['seventy five', 75],
    ['seventy-five years old', 75],
    ['one hundred and five', 105],
    ['I am 76', 76],
  ])('%s', (text, value) => {
    expect(readNumber(text)).toEqual({ ok: true, value })
  })

  it.each([
    '',
    '   ',
    'abc',
    'bà',
    'tạm',
    'khoảng 75',
    '75 hay 76',
    '75-80',
    '5/6',
    '12/11/2026',
    '-5',
    '75?',
    '10:30',
    '2 cụ 80 tuổi',
    'bao nhiêu tuổi',
    'chưa đủ 75',
    'hơn 75',
    'tới 75',
    'chừng 75',
    'một hai',
    'seventy eighty',
    'and',
    'a',
    '9'.repeat(100),
    'một '.repeat(40),
    '1.2.3.4',
  ])('%j is not one number', (text) => {
    expect(readNumber(text)).toEqual({ ok: false })
  })

  it('reads every number back, written as Vietnamese write and say it', () => {
    fc.assert(
      fc.property(fc.nat(999_999), (number) => {
        const said = spell(number)
        expect([said, readNumber(said)]).toEqual([said, { ok: true, value: number }])
        expect([said, readNumber(fold(said))]).toEqual([said, { ok: true, value: number }])
        expect(readNumber(number.toLocaleString('vi-VN'))).toEqual({ ok: true, value: number })
        expect(readNumber(`${number} tuổi`)).toEqual({ ok: true, value: number })
      }),
      { numRuns: 1000 },
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readNumber(text).ok !== undefined))
  })
})

const names = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']

function spell(number: number): string {
  const thousands = Math.floor(number / 1000)
  const rest = number % 1000
  if (thousands === 0) return spellGroup(rest, false)
  return `${spellGroup(thousands, false)} nghìn${rest ? ` ${spellGroup(rest, true)}` : ''}`
}

function spellGroup(number: number, whole: boolean): string {
  const [h, t, u] = [Math.floor(number / 100), Math.floor((number % 100) / 10), number % 10]
  const hundreds = h > 0 || whole ? `${names[h]} trăm` : ''
  if (t === 0) {
    if (u === 0) return hundreds || 'không'
    return hundreds ? `${hundreds} lẻ ${names[u]}` : `${names[u]}`
  }
  const unit = u === 0 ? '' : u === 5 ? ' lăm' : u === 1 && t > 1 ? ' mốt' : ` ${names[u]}`
  return `${hundreds} ${t === 1 ? 'mười' : `${names[t]} mươi`}${unit}`.trim()
}
