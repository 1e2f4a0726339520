import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText } from './clean-text.ts'

describe('cleanText', () => {
  it.each([
    ['  Nguyễn Văn An ', 'Nguyễn Văn An'],
    ['Nguyễn'.normalize('NFD'), 'Nguyễn'],
    ['a\u0000b\u0007c', 'a b c'],
    ['một\r\nhai\rba', 'một\nhai\nba'],
    ['\u202eAn\u200b\u2066', 'An'],
    ['kê\u200b\u0301', 'kế'],
    ['hỏng \ud800', 'hỏng \ufffd'],
    ["=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"],
  ])('makes %j into %j', (typed, kept) => {
    expect(cleanText(typed)).toBe(kept)
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text))
      }),
    )
  })
})
