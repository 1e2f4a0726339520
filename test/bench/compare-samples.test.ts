import { describe, expect, it } from 'vitest'
import { compareSamples } from './compare-samples.ts'

const series = (length: number, of: (n: number) => number) => Array.from({ length }, (_, n) => of(n))

describe('two samples', () => {
  it('that are one are not told apart', () => {
    const sample = series(500, (n) => Math.sin(n) ** 2)
    expect(compareSamples(sample, sample)).toBeCloseTo(1, 5)
    expect(compareSamples([1, 1, 1], [1, 1])).toBe(1)
  })

  it('with ties give the p that dealing all values out anew, again and again, gives', () => {
    const one = series(40, (n) => Math.floor(n / 3))
    const other = series(35, (n) => 2 + Math.floor(n / 2.8))
    const distance = (a: readonly number[], b: readonly number[]) => {
      const won = a.flatMap((x) => b.map((y): number => (x > y ? 1 : x === y ? 0.5 : 0)))
      return Math.abs(won.reduce((sum, point) => sum + point, 0) - (a.length * b.length) / 2)
    }
    const seen = distance(one, other)
    const random = { seed: 7 }
    const draws = 4000
    let asFar = 0
    for (let draw = 0; draw < draws; draw++) {
      const dealt = [...one, ...other]
        .map((value) => {
          random.seed = (random.seed * 1_103_515_245 + 12_345) % 2 ** 31
          return { value, order: random.seed }
        })
        .toSorted((a, b) => a.order - b.order)
        .map(({ value }) => value)
      if (distance(dealt.slice(0, one.length), dealt.slice(one.length)) >= seen) asFar++
    }
    const p = compareSamples(one, other)
    expect(p).toBeGreaterThan(0.01)
    expect(p).toBeLessThan(0.5)
    expect(Math.abs(p - asFar / draws)).toBeLessThan(0.02)
  })

  it('of which one is a little later are told apart when they are large', () => {
    const noise = (n: number) => ((n * 7919) % 1000) / 100
    expect(
      compareSamples(
        series(2000, noise),
        series(2000, (n) => noise(n + 31) + 0.5),
      ),
    ).toBeLessThan(0.001)
    expect(
      compareSamples(
        series(2000, noise),
        series(2000, (n) => noise(n + 31)),
      ),
    ).toBeGreaterThan(0.01)
  })
})
