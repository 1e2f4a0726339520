import { describe, expect, it } from 'vitest'
import { readChatCode } from './read-chat-code.ts'

describe('a code of an official or a group chat as it is typed', () => {
  it.each([
    'CB-7KQM-A2XW-NP4T',
    'cb-7kqm-a2xw-np4t',
    'CB7KQMA2XWNP4T',
    'mã cán bộ: CB 7KQM A2XW NP4T',
    'Trợ lý ơi, CB-7KQM-A2XW-NP4T nhé',
  ])('%s', (text) => {
    expect(readChatCode(text)).toEqual({ prefix: 'CB', code: 'CB-7KQM-A2XW-NP4T' })
  })

  it('tells which kind it is', () => {
    expect(readChatCode('NH-AAAA-2222-CCCC')?.prefix).toBe('NH')
    expect(readChatCode('nb-aaaa-2222-cccc')).toEqual({ prefix: 'NB', code: 'NB-AAAA-2222-CCCC' })
  })

  it.each([
    'CB-7KQM-A2XW-NP4',
    'CB-7KQM-A2XW-NP4TT',
    'XCB-7KQM-A2XW-NP4T',
    'HS-7KQM-A2XW-NP4T',
    'cán bộ',
    `CB-7KQM-A2XW-NP4T ${'x'.repeat(120)}`,
  ])('is none in %s', (text) => {
    expect(readChatCode(text)).toBeUndefined()
  })
})
