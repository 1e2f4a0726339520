import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../matching/fold.ts'
import { loadUnitData, loadUnits } from './load-units.ts'
import { slipsBetween } from './slips-between.ts'

const units = await loadUnits()
const { units: data } = await loadUnitData()

function slugsOf(text: string): string[] {
  const result = units.search(text)
  if (result.kind === 'none') return []
  return result.kind === 'one' ? [result.unit.slug] : result.units.map(({ slug }) => slug)
}

const wordings: readonly ((said: string) => string)[] = [
  (said) => said,
  (said) => fold(said),
  (said) => said.toUpperCase(),
  (said) => said.normalize('NFD'),
  (said) => `dạ em ở ${said} ạ`,
  (said) => `nhà tôi ở ${fold(said)}, hà nội`,
  (said) => said.replace('phường', 'p.').replace('xã', 'x.'),
]

describe('search', () => {
  it.each(units.all)('finds $said by its own name, however it is written', ({ said, slug }) => {
    for (const wording of wordings)
      expect([wording(said), slugsOf(wording(said))[0]]).toEqual([wording(said), slug])
  })

  it('is sure of every unit when "mới" is said', () => {
    for (const unit of units.all) {
      expect(units.search(`${unit.said} mới`)).toEqual({ kind: 'one', unit })
    }
  })

  it('offers, for every former ward with its district, each unit that it went to', () => {
    for (const { slug, former } of data) {
      for (const { name, type, district } of former) {
        expect([type, name, slugsOf(`${type} ${name}, ${district}`)]).toEqual([
          type,
          name,
          expect.arrayContaining([slug]),
        ])
      }
    }
  })

  it('never settles on one unit for a former name that went to several', () => {
    for (const { former } of data) {
      for (const { name, type, part } of former) {
        if (part === 'whole') continue
        for (const text of [name, fold(name), `${type} ${name}`]) {
          expect([text, units.search(text).kind]).toEqual([text, 'several'])
        }
      }
    }
  })

  it('takes any text without a stumble, and offers only units there are, eight at most', () => {
    const words = fc.constantFrom(
      'phường',
      'xa',
      'q.',
      'Bạch',
      'mai',
      'thanh',
      'xuân',
      'cũ',
      'mới',
      ',',
      '12',
      'ở',
      'đường',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((list) => list.join(' ')),
    )
    fc.assert(
      fc.property(text, (typed) => {
        const slugs = slugsOf(typed)
        expect(slugs.length).toBeLessThanOrEqual(8)
        expect(new Set(slugs).size).toBe(slugs.length)
        for (const slug of slugs) expect(units.find(slug)?.slug).toBe(slug)
      }),
    )
  })
})

describe('slipsBetween', () => {
  it.each([
    ['bachmai', 'bachmai', 0],
    ['bachmia', 'bachmai', 1],
    ['bachma', 'bachmai', 1],
    ['bachmaii', 'bachmai', 1],
    ['bochmai', 'bachmai', 1],
    ['bhcamai', 'bachmai', 2],
    ['lang', 'bachmai', undefined],
  ])('%s, %s: %s', (typed, name, slips) => {
    expect(slipsBetween(typed, name, 2)).toBe(slips)
  })

  it('is the same both ways, and nothing only between equals', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(slipsBetween(a, b, 8)).toBe(slipsBetween(b, a, 8))
        expect(slipsBetween(a, b, 8) === 0).toBe(a === b)
      }),
    )
  })
})
