import { expect, it } from 'vitest'
import { inMilliseconds } from './with-plain-times.ts'

it.each([
  ['2026-11-24T02:00:00Z', '2026-11-24T02:00:00.000Z'],
  ['2026-11-24T02:00:00.5Z', '2026-11-24T02:00:00.500Z'],
  ['2026-11-24T02:00:00.123987Z', '2026-11-24T02:00:00.123Z'],
  ['2026-11-24T09:00:00.123987+07:00', '2026-11-24T02:00:00.123Z'],
  ['2026-11-24T09:00+07:00', '2026-11-24T02:00:00.000Z'],
])('%s is stored as %s', (written, stored) => {
  expect(inMilliseconds(written)).toBe(stored)
})
