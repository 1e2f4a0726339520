import { describe, expect, it } from 'vitest'
import { maskName } from './mask-name.ts'

describe('a masked name', () => {
  it.each([
    ['Nguyễn Văn An', 'N. V. A***'],
    ['  đỗ   thị Ánh ', 'Đ. T. Á***'],
    ['Đỗ Thị Ánh'.normalize('NFD'), 'Đ. T. Á***'],
    ['Lan', 'L***'],
    ['=HYPERLINK("x") Bình', 'H. B***'],
    ['– –', '***'],
    ['', '***'],
  ])('of %j is %j', (name, masked) => {
    expect(maskName(name)).toBe(masked)
  })

  it('is short, however many words stand in the field', () => {
    expect(maskName('a '.repeat(5000)).length).toBeLessThan(40)
  })
})
