import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { changeOf } from './change-of.ts'
import type { Verdict } from './judge-outcome.ts'

const quota: Verdict = { kind: 'refused', reason: 'quota', move: true, tomorrow: true, blocked: false }
const change = (verdict: Verdict, announcement: { beganAt?: string; expiresAt?: string } = {}) =>
  changeOf(verdict, {
    id: '1',
    owner: '7',
    announcement: { beganAt: '2026-11-23T03:00:00Z', expiresAt: null, ...announcement },
    tried: { attempts: 2, unknownOutcomes: 0, partsSent: 1 },
    now: Temporal.Instant.from('2026-11-23T03:00:00Z'),
  })

it('waits for the next morning of Hanoi while it is news by then', () => {
  expect(change(quota)).toMatchObject({ status: 'planned', tomorrow: true, lets_go: true, move: true })
  expect(change(quota, { expiresAt: '2026-11-24T00:00:00Z' })).toMatchObject({ status: 'failed', move: true })
  expect(change(quota, { expiresAt: '2026-11-24T00:00:01Z' })).toMatchObject({ status: 'planned' })
  expect(change(quota, { beganAt: '2026-11-16T23:00:00Z' })).toMatchObject({ status: 'failed' })
})

it('counts tries, parts and unknown outcomes', () => {
  expect(change({ kind: 'sent', externalId: 'm' })).toMatchObject({ parts_sent: 2, external_id: 'm' })
  const later: Verdict = { kind: 'later', reason: 'unavailable', delayMs: 5, burnt: true }
  expect(change(later)).toMatchObject({ status: 'planned', attempts: 3, delay_ms: 5 })
  expect(change({ ...later, burnt: false })).toMatchObject({ attempts: 2 })
  expect(change({ kind: 'last' })).toMatchObject({ status: 'planned', unknown_outcomes: 1, last: true })
  expect(change({ kind: 'failed', reason: 'unknown_outcome' })).toMatchObject({ unknown_outcomes: 1 })
})
