import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from './fold.ts'

describe('fold', () => {
  it.each([
    ['Đăng ký khai sinh', 'dang ky khai sinh'],
    ['Đăng ký khai sinh'.normalize('NFD'), 'dang ky khai sinh'],
    ['ĐẶNG THỊ PHƯỢNG', 'dang thi phuong'],
    ['  giấy\t\tchứng \n sinh ', 'giay chung sinh'],
    ['kh\u200bai\u200d s\u202einh\u202c\u0000', 'khai sinh'],
    ['“Đã đăng ký” – rồi…', '"da dang ky" - roi...'],
    ['số １２', 'so 12'],
    ['٣', '3'],
    ['1\ufe0f\u20e3', '1'],
    ['k\u00a0có', 'k co'],
    ['\u0301\u0323', ''],
    ['', ''],
    ['   ', ''],
    ['ok', 'ok'],
    ['OK', 'ok'],
    ['a  b', 'a b'],
    ['👍', '👍'],
    ['\ud800', ''],
    ['ﬁ', 'fi'],
    ['İ', 'i'],
  ])('%j becomes %j', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('does the same to composed and decomposed text, never throws, and twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = fold(text)
        expect(fold(once)).toBe(once)
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')))
      }),
      { numRuns: 2000 },
    )
  })

  it('maps every single character to something stable', () => {
    for (let code = 0; code <= 0x10ffff; code += code < 0x3000 ? 1 : 7) {
      const once = fold(`x${String.fromCodePoint(code)}y`)
      if (fold(once) !== once) expect.fail(`U+${code.toString(16)}`)
    }
  })
})
