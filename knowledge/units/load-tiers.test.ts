import { describe, expect, it } from 'vitest'
import { loadTiers } from './load-tiers.ts'
import { tiersFile } from './tiers.ts'

describe('the tiers of government', () => {
  it('are two since 2025-07-01 and were three before', async () => {
    const periods = await loadTiers()
    expect(periods.map(({ from, tiers }) => [from, tiers.map(({ id }) => id)])).toEqual([
      [null, ['city', 'district', 'ward']],
      ['2025-07-01', ['city', 'ward']],
    ])
  })

  it.each([
    ['overlap', '2025-07-01', '2025-07-01'],
    ['leave a gap', '2025-06-29', '2025-07-01'],
    ['leave the first open', null, '2025-07-01'],
    ['leave open when the second began', '2025-06-30', null],
  ])('must not %s', (_, until, from) => {
    expect(periodsFrom(until, from).success).toBe(false)
    expect(periodsFrom('2025-06-30', '2025-07-01').success).toBe(true)
  })
})

function periodsFrom(until: string | null, from: string | null) {
  const tiers = [
    { id: 'city', name: { vi: 'a', en: 'a' } },
    { id: 'ward', name: { vi: 'b', en: 'b' } },
  ]
  const one = { tiers, source: 'x' }
  const file = {
    periods: [
      { ...one, from: null, until },
      { ...one, from, until: null },
    ],
  }
  return tiersFile.safeParse(file)
}
