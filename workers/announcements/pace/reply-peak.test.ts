import { expect, it } from 'vitest'
import { createReplyPeak } from './reply-peak.ts'

it('knows the most replies of one window in the last ten', () => {
  const peak = createReplyPeak(() => 1000)
  expect(peak.most(0)).toBe(0)
  for (let at = 0; at < 5000; at += 100) peak.add(2, at)
  expect(peak.most(5000)).toBe(20)
  peak.add(15, 5050)
  expect(peak.most(6000)).toBe(2 * 9 + 15)
  expect(peak.most(14_999)).toBe(15 + 2 * 0)
  expect(peak.most(15_100)).toBe(0)
})
