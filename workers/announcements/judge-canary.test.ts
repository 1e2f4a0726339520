import { expect, it } from 'vitest'
import { judgeCanary } from './judge-canary.ts'

it.each([
  [0, 0, 'passed'],
  [20, 1, 'passed'],
  [20, 2, 'halted'],
  [1000, 50, 'passed'],
  [1000, 51, 'halted'],
] as const)('of %d tried, %d may fail: %s', (tried, failed, verdict) => {
  expect(judgeCanary({ tried, failed }, { most_failed: 0.05 })).toBe(verdict)
})
