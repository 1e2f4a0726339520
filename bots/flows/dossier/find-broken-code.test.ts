import { describe, expect, it } from 'vitest'
import { findBrokenCode } from './find-broken-code.ts'

describe('findBrokenCode', () => {
  it.each([
    ['H26.16.05-261120', 'number'],
    ['H26-261120', 'number'],
    ['H26.16.05-261120-', 'number'],
    ['hồ sơ h26.16.05 – 261120 – 12 của em', 'number'],
    ['000.00.01.H26-261120', 'number'],
    ['H26.16.05-20261120', 'number'],
    ['H26.16.05-261120-123456789', 'number'],
    ['H26.16.05-0012', 'day'],
    ['H26.16.05-2611-0012', 'day'],
    ['H26-2611-0012', 'day'],
    ['H26.16.05', 'day'],
    ['261120-0012', 'office'],
    ['mã 251103-0042', 'office'],
    ['H26.16.05261120-0012', 'unclear'],
    ['H2616052611200012', 'unclear'],
    ['H.26.16.05-261120-0012', 'unclear'],
    ['26.16.05-261120-0012', 'unclear'],
    ['mã hồ sơ H26 16 05 26 11 20 00 12 ạ', 'unclear'],
  ])('%s lacks its %s', (typed, part) => expect(findBrokenCode(typed)).toBe(part))

  it.each([
    'nhà A12-05',
    'nhà A12-05, gọi 0912345678',
    'căn B10 số 0912345678',
    'C1234567',
    '001090012345',
    'căn hộ B10-1204',
    '024 1234-5678',
    '0912-345-678',
    '12/11/2026',
    '120390-1234',
    'H26',
    'em ở số 12-14 phố Huế',
    '1.001193',
    'QĐ 4078/QĐ-UBND',
  ])('sees none in %s', (typed) => expect(findBrokenCode(typed)).toBeUndefined())
})
