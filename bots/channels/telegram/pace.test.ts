import { describe, expect, it } from 'vitest'
import { defaultPace, pauseAfter } from './pace.ts'

const refused = (status: number, retryAfterMs?: number) =>
  ({
    kind: 'refused',
    status,
    description: '',
    detail: '',
    ...(retryAfterMs ? { retryAfterMs } : {}),
  }) as const

describe('the pause after a failed call', () => {
  const pauses = (failure: Parameters<typeof pauseAfter>[0], random: number) =>
    [1, 2, 4, 50].map((tries) => pauseAfter(failure, tries, { ...defaultPace, random: () => random }))

  it('is 5 to 30 s when somebody else polls', () => {
    expect(pauses(refused(409), 1)).toEqual([5_000, 10_000, 30_000, 30_000])
    expect(Math.min(...pauses(refused(409), 0))).toBe(5_000)
  })

  it('is minutes when the token is refused', () => {
    expect(pauses(refused(401), 1)[0]).toBe(180_000)
    expect(pauses(refused(404), 1)[3]).toBe(300_000)
  })

  it('is what the server says when it says so', () => {
    expect(pauses(refused(429, 7_000), 0)).toEqual([7_000, 7_000, 7_000, 7_000])
  })

  it('grows to half a minute when nothing answers, and differs by chance', () => {
    expect(pauses({ kind: 'lost', detail: '' }, 1)).toEqual([500, 1_000, 4_000, 30_000])
    expect(pauses({ kind: 'unreachable', detail: '' }, 0)[3]).toBe(22_500)
  })
})
