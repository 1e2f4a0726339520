import { expect, it } from 'vitest'
import { dropAddress } from './drop-address.ts'
import { readWords } from './read-words.ts'

const left = (text: string) =>
  dropAddress(readWords(text, new Map()))
    .map(({ word }) => word)
    .join(' ')

it.each([
  ['cháu ơi', ''],
  ['chau oi bà mất thẻ', 'ba mat the'],
  ['Trợ lý ơi, cho hỏi', 'cho hoi'],
  ['dạ anh ơi em hỏi', 'em hoi'],
  // A cry for help stays one.
  ['cứu cháu ơi', 'cuu chau oi'],
  ['cháy nhà rồi em ơi', 'chay nha roi em oi'],
  ['ơi', 'oi'],
  ['', ''],
])('%j → %j', (text, rest) => {
  expect(left(text)).toBe(rest)
})
