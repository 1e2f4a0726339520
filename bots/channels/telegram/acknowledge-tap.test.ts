import { describe, expect, it } from 'vitest'
import { markChosen } from './acknowledge-tap.ts'

const keyboard = [
  [{ text: 'Đã đăng ký', callback_data: 'g1.a.y' }],
  [{ text: 'Chưa', callback_data: 'g1.a.n' }],
]

describe('marking the chosen answer', () => {
  it('leaves the other buttons where they were', () => {
    expect(markChosen(keyboard, 'g1.a.n')).toEqual([
      [{ text: 'Đã đăng ký', callback_data: 'g1.a.y' }],
      [{ text: '✓ Chưa', callback_data: 'g1.a.n' }],
    ])
  })

  it('moves the mark when the answer is changed', () => {
    expect(markChosen(markChosen(keyboard, 'g1.a.n'), 'g1.a.y')).toEqual([
      [{ text: '✓ Đã đăng ký', callback_data: 'g1.a.y' }],
      [{ text: 'Chưa', callback_data: 'g1.a.n' }],
    ])
  })

  it.each([
    ['the same answer again', markChosen(keyboard, 'g1.a.n'), 'g1.a.n'],
    ['a forged button', keyboard, 'g9.x.y'],
    ['no data', keyboard, undefined],
    ['papers to tick', [...keyboard, [{ text: '☐ Giấy', callback_data: 't:1.a' }]], 'g1.a.n'],
    ['several to choose', [[{ text: 'a', callback_data: 'm1.b.c' }]], 'm1.b.c'],
    ['a message no longer there', undefined, 'g1.a.n'],
    ['junk', [[null], 'x'], 'g1.a.n'],
  ])('marks nothing for %s', (_name, given, data) => {
    expect(markChosen(given, data)).toBeNull()
  })
})
