import { describe, expect, it } from 'vitest'
import { readLastDigits } from './read-last-digits.ts'

describe('readLastDigits', () => {
  it.each([
    ['1234', '1234'],
    [' 0 1 2 3 ', '0123'],
    ['dạ 5678 ạ', '5678'],
    ['4 số cuối là 0012', '0012'],
    ['4 chữ số cuối: 0012', '0012'],
    ['the last 4 digits are 9999', '9999'],
    ['１２３４', '1234'],
    ['12 34', '1234'],
    ['O123', '0123'],
    ['l2o4 ạ', '1204'],
  ])('reads the four of %s', (typed, digits) => {
    expect(readLastDigits(typed)).toEqual({ kind: 'four', digits })
  })

  it.each([
    '1234 5678',
    '1234, 5678',
    '12345678',
    'căn cước 1234, điện thoại 5678',
    '4 số cuối 1234 và 5678',
    '1 2 3 4 5 6 7 8',
  ])('reads those of both numbers in %s', (typed) => {
    expect(readLastDigits(typed)).toEqual({ kind: 'both', digits: ['1234', '5678'] })
  })

  it.each(['001203004005', '001 203 004 005', '0912345678', '0912.345.678', '012345678', '+84 912 345 678'])(
    'knows the whole number %s, of which nothing is taken',
    (typed) => expect(readLastDigits(typed)).toEqual({ kind: 'whole' }),
  )

  it.each(['', 'không nhớ', '123', '12345', '123 45678', '4 số cuối', '12/11/2026'])(
    'takes nothing of %j',
    (typed) => {
      expect(readLastDigits(typed)).toEqual({ kind: 'none' })
    },
  )
})
