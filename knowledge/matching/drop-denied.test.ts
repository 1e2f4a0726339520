import { describe, expect, it } from 'vitest'
import { dropDenied } from './drop-denied.ts'
import { readWords, type Word } from './read-words.ts'

const matters = new Set(['sinh', 'tu', 'hon', 'the', 'ho', 'doi', 'mat'])
const tells = (words: readonly Word[]) => words.some(({ word }) => matters.has(word))

function left(text: string): string {
  return dropDenied(readWords(text, new Map()), tells)
    .map(({ word }) => word)
    .join(' ')
}

describe('what a text denies or takes back', () => {
  it.each([
    ['không phải khai sinh, khai tử cơ', 'khai tu co'],
    ['khai tử chứ không phải khai sinh', 'khai tu chu'],
    ['khai sinh à nhầm khai tử', 'khai tu'],
    ['không phải khai sinh mà là kết hôn', 'ma la ket hon'],
    ['tôi không mất thẻ, tôi chỉ muốn đổi ảnh', 'toi toi chi muon doi anh'],
    ['không phải khai sinh, không phải khai tử, kết hôn', 'ket hon'],
  ])('%s', (text, rest) => {
    expect(left(text)).toBe(rest)
  })

  it.each([
    'khai sinh',
    'có phải khai sinh không',
    'không phải khai sinh',
    'không phải nộp bản giấy ạ',
    'mất thẻ không đổi được',
    'không phải',
    '',
  ])('stays whole: %s', (text) => {
    expect(left(text)).toBe(
      readWords(text, new Map())
        .map(({ word }) => word)
        .join(' '),
    )
  })

  it('comes to an end, however often something is denied', () => {
    expect(left('không phải khai sinh, '.repeat(200)).length).toBeGreaterThan(0)
  })
})
