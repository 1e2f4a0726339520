import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repairTelex } from './repair-telex.ts'
import { isSyllable } from './syllable.ts'

describe('repairTelex', () => {
  it.each([
    ['laam', 'lâm'],
    ['giaays', 'giấy'],
    ['giays', 'giáy'],
    ['ddawng', 'đăng'],
    ['dangd', 'đang'],
    ['kys', 'ký'],
    ['lam2', 'làm'],
    ['giay61', 'giấy'],
    ['d9a4', 'đã'],
    ['dduowcj', 'được'],
    ['dduocwj', 'được'],
    ['chuwa', 'chưa'],
    ['chu7a', 'chưa'],
    ['roofi', 'rồi'],
    ['rooif', 'rồi'],
    ['ro62i', 'rồi'],
    ['cos', 'có'],
    ['khoong', 'không'],
    ['kho6ng', 'không'],
    ['nguwowif', 'người'],
    ['ddungs', 'đúng'],
    ['trus', 'trú'],
    ['thuowngf', 'thường'],
  ])('%s was to be %s', (typed, meant) => {
    expect(repairTelex(typed)).toBe(meant)
  })

  it.each([
    'khai',
    'sinh',
    'kết',
    'xin',
    'xe',
    'mat',
    'tinh',
    'nam',
    'tam',
    'tru',
    'hon',
    'lam',
    'giay',
    'to',
    'con',
    'a',
    '1',
    '12',
    '',
    'vneid',
    'passport',
    'zalo',
    'facebook',
    'yes',
    'cccd',
    'ubnd',
    '2026',
    'ngoai',
    'quyen',
  ])('leaves %s alone', (word) => {
    expect(repairTelex(word)).toBeNull()
  })

  it('never touches what can be read as it stands, and never throws', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{0,10}$/), (word) => {
        const repaired = repairTelex(word)
        if (isSyllable(word)) expect(repaired).toBeNull()
      }),
      { numRuns: 3000 },
    )
  })
})
