import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createSpacer } from './create-spacer.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

it('never lets two pass within the time that they are to be apart, however soon the next one comes', async () => {
  const space = createSpacer(50)
  const passed: number[] = []
  const coming = (async () => {
    for (const busy of [0, 10, 49, 0, 51, 200, 0]) {
      await space()
      passed.push(performance.now())
      await new Promise((resolve) => setTimeout(resolve, busy))
    }
  })()
  await vi.runAllTimersAsync()
  await coming
  const gaps = passed.slice(1).map((at, i) => at - (passed[i] ?? 0))
  expect(gaps).toHaveLength(6)
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(50)
  // Who comes later than that is not held up.
  expect(gaps.slice(4)).toEqual([51, 200])
})
