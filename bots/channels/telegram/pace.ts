import { setTimeout as delay } from 'node:timers/promises'
import { type Backoff, backoff } from '../backoff.ts'
import type { CallFailure } from './bot-client.ts'

/** Pauses between tries, in ms. Replaced in tests, as are the clock's wait and the dice. */
export interface Pace {
  /** Long polling: how long the server holds a poll that finds nothing, in seconds. */
  pollSeconds: number
  conflict: Backoff
  unauthorised: Backoff
  unreachable: Backoff
  store: Backoff
  /** How often a webhook that stands is set again, in case somebody took it away. */
  webhookRenewal: number
  /** Resolves early, without an error, when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** From 0 up to 1. */
  random(): number
}

export const defaultPace: Pace = {
  pollSeconds: 25,
  conflict: { first: 5_000, most: 30_000 },
  unauthorised: { first: 180_000, most: 300_000 },
  unreachable: { first: 500, most: 30_000 },
  store: { first: 100, most: 3_000 },
  webhookRenewal: 300_000,
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
  random: Math.random,
}

/** How long to leave the server alone after a failed call. @param tries failures in a row, this one included */
export function pauseAfter(failure: CallFailure, tries: number, pace: Pace): number {
  const { random } = pace
  if (failure.kind !== 'refused') return backoff(pace.unreachable, tries, random)
  if (failure.status === 409) return backoff(pace.conflict, tries, random)
  if (failure.status === 401 || failure.status === 404) return backoff(pace.unauthorised, tries, random)
  if (failure.status === 429) return (failure.retryAfterMs ?? 5_000) + random() * 500
  return backoff(pace.unreachable, tries, random)
}
