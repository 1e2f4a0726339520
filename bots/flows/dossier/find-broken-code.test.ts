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
  ])('%s lacks its %s', (typed, part) => expect(findBrokenCode(typed)).toBe(part))

  it.each([
    'nhà A12-05',
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
