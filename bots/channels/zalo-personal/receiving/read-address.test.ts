import { describe, expect, it } from 'vitest'
import { readAddress } from './read-address.ts'

const own = { uid: '3921883749280000001', names: ['Phường Cửa Nam', 'PCN'] }

function mention(text: string, named: string, uid: unknown = own.uid) {
  return { mentions: [{ uid, pos: text.indexOf(named), len: named.length, type: 0 }] }
}

describe('what is said in a group', () => {
  it.each([
    ['Một Cửa ơi, làm khai sinh?', 'làm khai sinh?'],
    ['một cửa: lệ phí', 'lệ phí'],
    ['@Một Cửa lệ phí', 'lệ phí'],
    ['trợ lý ơi cho hỏi', 'cho hỏi'],
    ['Trợ lý, cho hỏi', 'cho hỏi'],
    ['Phường Cửa Nam ơi!', ''],
    ['pcn mấy giờ', 'mấy giờ'],
    ['/help', '/help'],
    ['Một Cửa ơi'.normalize('NFD'), ''],
  ])('%j is meant for the assistant', (text, left) => {
    expect(readAddress(text, {}, own)).toBe(left)
  })

  it.each(['chắc phải hỏi Một Cửa', 'Một Cửabc', 'pcnam là gì', 'mai họp nhé', 'a/b', ''])(
    '%j is not',
    (text) => {
      expect(readAddress(text, {}, own)).toBeNull()
    },
  )

  it('is ours by the mention, wherever it stands, and the mention is taken off', () => {
    const text = 'cho hỏi @PCN, mấy giờ?'
    expect(readAddress(text, mention(text, '@PCN'), own)).toBe('cho hỏi, mấy giờ?')
    expect(readAddress(text, mention(text, '@PCN', '999'), own)).toBeNull()
  })

  it('is ours when it answers us, and not when it answers somebody else', () => {
    expect(readAddress('vậy sao', { quote: { ownerId: own.uid } }, own)).toBe('vậy sao')
    expect(readAddress('vậy sao', { quote: { ownerId: '999' } }, own)).toBeNull()
  })

  it.each([
    [{ mentions: 'x' }],
    [{ mentions: [null, 1, { uid: own.uid, pos: 90, len: 5 }, { uid: own.uid, pos: -1, len: 2 }] }],
    [{ quote: null }],
    [{ quote: { ownerId: Number(own.uid) } }],
  ])('is not taken for ours by junk: %j', (data) => {
    expect(readAddress('chuyện riêng', data, own)).toBeNull()
  })
})
