import { expect, it } from 'vitest'
import { shareCanary } from './share-canary.ts'
import { sizeCanary } from './size-canary.ts'

const facts = { from: 200, share: 0.02, least: 20, most_failed: 0.05 }
const share = (recipients: Record<string, number>) => {
  const total = Object.values(recipients).reduce((sum, count) => sum + count, 0)
  return Object.fromEntries(shareCanary(new Map(Object.entries(recipients)), sizeCanary(total, facts)))
}

it.each([
  [{ a: 199 }, {}],
  [{ a: 200 }, { a: 20 }],
  [
    { a: 240, b: 60 },
    { a: 16, b: 4 },
  ],
  [
    { a: 5000, b: 5000 },
    { a: 100, b: 100 },
  ],
  // Everybody's channel is tried, however few there are.
  [
    { a: 999, b: 1 },
    { a: 19, b: 1 },
  ],
  [
    { a: 100, b: 100, c: 100 },
    { a: 7, b: 7, c: 6 },
  ],
  [{ a: 1_000_000 }, { a: 20_000 }],
])('chooses of %j recipients %j', (recipients, chosen) => {
  expect(share(recipients)).toEqual(chosen)
})
