import { expect, it } from 'vitest'
import { cleanCodes } from './clean-codes.ts'
import { keepCodes } from './keep-codes.ts'

it('keeps the code of a slip, of its page, and of a dossier, as they are written', () => {
  expect(
    keepCodes([
      'https://motcua.example/l/HS-AB2D-EF4H-JK6M',
      'hs ab2d ef4h jk6n',
      'Mã hồ sơ: H26.17-251122-0042; Trần Thị B; 0912345678',
    ]),
  ).toEqual(['HS-AB2D-EF4H-JK6M', 'HS-AB2D-EF4H-JK6N', 'H26.17-251122-0042'])
})

it('keeps nothing of an identity card, a shop or a payment', () => {
  expect(
    keepCodes([
      '001099012345|123456789|Nguyễn Văn A|01011990|Nam|Số 1 Tràng Tiền, Hoàn Kiếm, Hà Nội|22112025',
      '8934588012228',
      'https://example.com/?id=0912345678',
      '00020101021238570010A00000072701270006970436',
    ]),
  ).toEqual([])
})

it('keeps no more than five, each once', () => {
  const codes = Array.from({ length: 9 }, (_, nth) => `H26.17-251122-000${nth}`)
  expect(keepCodes(['H26.17-251122-0000', ...codes])).toEqual(codes.slice(0, 5))
})

it('cleans what a code says of everything that is no text', () => {
  expect(cleanCodes(['\u0000H26\u001d17\u202e\u200b\n', '\u0007', 'H26 17', `x${'y'.repeat(300)}`])).toEqual([
    'H26 17',
    `x${'y'.repeat(255)}`,
  ])
})
