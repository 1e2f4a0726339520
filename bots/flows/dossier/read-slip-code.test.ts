import { describe, expect, it } from 'vitest'
import { readBareSlipCode, readSlipCode } from './read-slip-code.ts'

const code = 'HS-AB2D-EF4H-JK6M'

describe('readSlipCode', () => {
  it.each([
    code,
    'hs-ab2d-ef4h-jk6m',
    'HSAB2DEF4HJK6M',
    'hs ab2d ef4h jk6m',
    'HS – AB2D – EF4H – JK6M'.replaceAll(' ', ''),
    'mã trên phiếu là hs-ab2d-ef4h-jk6m nhé',
    `https://motcua.example/l/${code}`,
    `/start ${code}`,
    'ＨＳ-ＡＢ２Ｄ-ＥＦ４Ｈ-ＪＫ６Ｍ',
  ])('reads %s', (typed) => expect(readSlipCode(typed)).toEqual({ code }))

  it('reads one without a digit where its dashes stand, or nothing between', () => {
    expect(readSlipCode('hs-acde-fhjk-mnpq')).toEqual({ code: 'HS-ACDE-FHJK-MNPQ' })
    expect(readSlipCode('hsacdefhjkmnpq')).toEqual({ code: 'HS-ACDE-FHJK-MNPQ' })
  })

  it.each(['HS-AB2D', 'HS-AB2D-EF4H', 'hs-ab2d-ef4h-jk6', 'HS-AB2D-EF4H-JK6MX'])(
    'knows that %s is not all of one',
    (typed) => expect(readSlipCode(typed)).toBe('broken'),
  )

  it.each(['hs nhap hoan kiem', 'hs của em đến đâu rồi', 'CB-AB2D-EF4H-JK6M', 'học sinh', 'HS', 'ths-2345'])(
    'reads none in %s',
    (typed) => expect(readSlipCode(typed)).toBeUndefined(),
  )
})

describe('readBareSlipCode', () => {
  it.each([
    'ab2def4hjk6m',
    'AB2D-EF4H-JK6M',
    'ab2d ef4h jk6m',
    'ab2d – ef4h – jk6m.'.replaceAll(' –', '').trim(),
  ])('reads %s', (typed) => expect(readBareSlipCode(typed)).toEqual({ code }))

  it.each(['ab2def4hjk6', 'ab2def4hjk6mx', 'ab0def4hjk6m'])('knows that %s is not all of one', (typed) =>
    expect(readBareSlipCode(typed)).toBe('broken'),
  )

  it.each(['anh mất phiếu', 'toan phan nghe', '', '0912345678', 'hồ sơ của tôi', '26/11/2026'])(
    'reads none in %s',
    (typed) => expect(readBareSlipCode(typed)).toBeUndefined(),
  )
})
