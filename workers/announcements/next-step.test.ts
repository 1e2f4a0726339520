import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { nextStep, type Step } from './next-step.ts'
import type { Surveyed } from './survey-announcements.ts'

const now = '2026-11-23T03:00:00Z'
const later = '2026-11-23T04:00:00Z'

const sending: Surveyed = {
  ...{ id: '1', version: 1, state: 'sending', pause: null, unit: 'all', urgent: false, corrects: null },
  ...{ topic: 'chung', audience: { all: true }, approvedAt: now, at: null, expiresAt: null, beganAt: now },
  ...{ lookAgainAt: null, planned: true, canary: true, first: { size: 0, open: 0, tried: 0, failed: 0 } },
  ...{ others: true, left: true, inHand: false, held: false },
}
const scheduled: Surveyed = { ...sending, state: 'scheduled', at: now, beganAt: null }
const waiting: Surveyed = { ...sending, state: 'waiting' }
const halted: Surveyed = { ...sending, state: 'paused', pause: 'canary' }
const over = { left: false, others: false }

const step = (announcement: Surveyed, at = { day: true }) =>
  nextStep(announcement, {
    now: Temporal.Instant.from(now),
    ...at,
    facts: { canary: { from: 200, share: 0.02, least: 20, most_failed: 0.05 } },
    isUnit: (slug) => slug !== 'gone',
  })
const night = { day: false }
const canary = (open: number, failed: number) => ({ first: { size: 20, open, tried: 20 - open, failed } })

const untried = { first: { size: 20, open: 0, tried: 0, failed: 0 } }

describe('what has to happen to an announcement next', () => {
  it.each<[string, Surveyed, Step | undefined]>([
    ['nothing before its time', { ...scheduled, at: later }, undefined],
    ['planning before its time', { ...scheduled, at: later, planned: false }, 'plan'],
    ['sending at its time', scheduled, 'send'],
    ['nothing for a unit that is gone', { ...scheduled, audience: { units: ['gone'] } }, 'unit_gone'],
    ['sending after the night', waiting, 'send'],
    ['waiting for what is held', { ...waiting, ...over, held: true }, undefined],
    ['the end once that was told', { ...waiting, ...over }, 'finish'],
    ['planning', { ...sending, planned: false, beganAt: null }, 'plan'],
    ['the choice of a canary', { ...sending, beganAt: null }, 'begin'],
    ['waiting for the outcomes of the canary', { ...sending, ...canary(1, 19) }, undefined],
    ['the others after the canary', { ...sending, ...canary(0, 1) }, 'pass'],
    ['no others after too many failures', { ...sending, ...canary(0, 2) }, 'halt'],
    ['others when nobody of the canary was tried', { ...sending, ...untried }, 'choose_others'],
    [
      'the others when nobody was tried and none is wanted',
      { ...sending, canary: false, ...untried },
      'pass',
    ],
    ['others for a halted canary', { ...halted, ...untried }, 'choose_others'],
    ['the others where an official says so', { ...sending, canary: false, ...canary(0, 20) }, 'pass'],
    [
      'no waiting for a channel that nobody calls',
      { ...sending, beganAt: '2026-11-23T02:45:00Z', ...canary(1, 0) },
      'let_go',
    ],
    ['nothing but sending', sending, undefined],
    ['waiting for what is in hand', { ...sending, ...over, inHand: true }, undefined],
    ['waiting for the next day with what is held', { ...sending, ...over, held: true }, 'wait'],
    ['the end', { ...sending, ...over }, 'finish'],
    ['another look at a halted canary', { ...halted, lookAgainAt: now, ...canary(0, 5) }, 'try_again'],
    ['no other look yet', { ...halted, lookAgainAt: later, ...canary(0, 5) }, undefined],
    ['waiting for those who are tried again', { ...halted, ...canary(2, 0) }, undefined],
    ['recovery', { ...halted, ...canary(0, 1) }, 'recover'],
    ['another halt', { ...halted, ...canary(0, 5) }, 'halt'],
    ['nothing while an official has paused it', { ...halted, pause: 'asked', ...canary(0, 0) }, undefined],
    ['its expiry', { ...sending, expiresAt: now }, 'expire'],
    ['its expiry while paused', { ...halted, expiresAt: now }, 'expire'],
    ['its expiry with what is held', { ...waiting, ...over, held: true, expiresAt: now }, 'expire'],
    [
      'its expiry before anybody is planned',
      { ...scheduled, ...over, planned: false, expiresAt: now },
      'expire',
    ],
    [
      'the end of what is in hand when it expires',
      { ...sending, ...over, inHand: true, expiresAt: now },
      undefined,
    ],
  ])('by day: %s', (_what, announcement, expected) => {
    expect(step(announcement)).toBe(expected)
  })

  it.each<[string, Surveyed, Step | undefined]>([
    ['sending', sending, 'wait'],
    ['what is urgent', { ...sending, urgent: true }, undefined],
    ['its time', scheduled, 'wait'],
    ['the time of what is urgent', { ...scheduled, urgent: true }, 'send'],
    ['waiting', waiting, undefined],
    ['a halted canary', { ...halted, lookAgainAt: now, ...canary(0, 5) }, undefined],
  ])('at night: %s', (_what, announcement, expected) => {
    expect(step(announcement, night)).toBe(expected)
  })
})
