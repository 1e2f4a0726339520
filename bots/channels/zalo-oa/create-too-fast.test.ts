import { expect, it } from 'vitest'
import { createTooFast } from './create-too-fast.ts'
import { defaultPace } from './pace.ts'

it('leaves Zalo alone longer each time it was too much, and not at all longer once something is taken', () => {
  let now = 0
  const tooFast = createTooFast(defaultPace.tooFast, () => now)
  const pauses: number[] = []
  for (let count = 0; count < 8; count++) {
    const pause = tooFast.refused()
    pauses.push(pause)
    // What was under way beside it is refused too, and says nothing new.
    expect(tooFast.refused()).toBe(pause)
    now += pause
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  tooFast.accepted()
  expect(tooFast.refused()).toBe(1_000)
})
