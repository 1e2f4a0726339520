import { describe, expect, it } from 'vitest'
import { loadUnitData } from '../../units/load-units.ts'
import { createUnitReader } from './create-unit-reader.ts'

const { units } = await loadUnitData()
const read = createUnitReader(units, ['hoan-kiem', 'dong-anh'])

describe('reading units', () => {
  it.each([
    ['hoan-kiem', 'hoan-kiem'],
    ['Hoàn Kiếm', 'hoan-kiem'],
    ['Phường  HOÀN KIẾM', 'hoan-kiem'],
    ['UBND phường Hoàn Kiếm', 'hoan-kiem'],
    ['Ủy ban nhân dân xã Đông Anh', 'dong-anh'],
    ['Trung tâm Phục vụ hành chính công phường Hoàn Kiếm', 'hoan-kiem'],
  ])('“%s” is %s', (text, slug) => {
    expect(read(text)).toEqual({ slug })
  })

  it.each(['ba-dinh', 'UBND phường Ba Đình'])('“%s” is not served here', (text) => {
    expect(read(text)).toBe('not_served')
  })

  it.each(['', 'Sở Tư pháp', 'quận Hoàn Kiếm', 'xã Hoàn Kiếm', 'phường', '__proto__'])(
    '“%s” is none',
    (text) => {
      expect(read(text)).toBeUndefined()
    },
  )

  it('finds every unit by what it is called', () => {
    const readAll = createUnitReader(
      units,
      units.map(({ slug }) => slug),
    )
    const lost = units.filter(({ slug, name, type }) => {
      const found = readAll(`UBND ${type === 'phuong' ? 'phường' : 'xã'} ${name}`)
      return typeof found !== 'object' || found.slug !== slug
    })
    expect(lost).toEqual([])
  })
})
