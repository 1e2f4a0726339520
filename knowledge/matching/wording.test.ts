import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWords } from './read-words.ts'
import { compileWording, findWordings, indexWordings } from './wording.ts'

const abbreviations = new Map([
  ['hkd', 'hộ kinh doanh'],
  ['k', 'không'],
])

function stands(written: string, text: string): boolean {
  return (
    findWordings(readWords(text, abbreviations), indexWordings([[compileWording(written), true]])).length > 0
  )
}

describe('a wording', () => {
  it.each([
    ['khai sinh', 'làm giấy khai sinh cho con'],
    ['khai sinh', 'lam giay khai sinh'],
    ['khai sinh', 'LÀM GIẤY KHAI SINH'],
    ['hộ kinh doanh', 'đăng ký hkd'],
    ['kí', 'ký'],
    ['hòa giải', 'hoà giải'],
    ['giấy khai', 'giaays khai sinh'],
    ['bố|mẹ mất', 'mẹ mất rồi'],
    ['bố|mẹ .. mất', 'bố em vừa mới mất'],
    ['lost my', 'i lost my card'],
    ['mất sổ', 'mat so do'],
  ])('%j stands in %j', (written, text) => {
    expect(stands(written, text)).toBe(true)
  })

  it.each([
    ['khai sinh', 'sinh khai'],
    ['khai sinh', 'khai giấy sinh'],
    ['mất sổ', 'mặt số'],
    ['cháy nhà', 'cháu ở nhà'],
    ['ma túy', 'mã tủy'],
    ['bố .. mất', 'bố tôi một hai ba bốn năm mất'],
    ['mà', 'cấp mã số cho hộ gia đình tôi'],
    ['năm', 'giới tính nam của cháu được ghi'],
  ])('%j does not stand in %j', (written, text) => {
    expect(stands(written, text)).toBe(false)
  })

  it.each(['', '  ', '..', '.. a', 'a ..', 'a, b', 'a|'])('%j is refused', (written) => {
    expect(() => compileWording(written)).toThrow(RangeError)
  })

  it('finds nothing out of bounds in any text', () => {
    const index = indexWordings([[compileWording('khai|lam .. sinh'), true]])
    const word = fc.constantFrom('khai', 'làm', 'sinh', 'x', ' ', '\n')
    fc.assert(
      fc.property(fc.array(word), fc.string({ unit: 'binary' }), (words, junk) => {
        const read = readWords(`${words.join(' ')} ${junk}`, abbreviations)
        for (const { from, to } of findWordings(read, index)) {
          expect(from).toBeLessThan(to)
          expect(to).toBeLessThanOrEqual(read.length)
        }
      }),
    )
  })
})
