import { setTimeout as delay } from 'node:timers/promises'
import type { Backoff } from '../backoff.ts'

/** Pauses and deadlines, in ms. Replaced in tests, as are the clock's wait and the dice. */
export interface Pace {
  /** Between tries to connect. */
  reconnect: Backoff
  /** Between tries to log in once Zalo has refused: only somebody who logs in anew mends that. */
  refused: number
  store: Backoff
  /** The least between two logins, whatever woke us. Kept by the machine's clock. */
  apart: number
  /** A connection that stood for this long ends the row of failures. */
  held: number
  /** From opening the socket to the server's first frame. */
  handshake: number
  /** Nothing heard for so long: the connection is probed. */
  quiet: number
  /** How long a probe may take. */
  probe: number
  /** How long the answer to a request for old messages is waited for while newer ones stand by. */
  catchUp: number
  /** How long it is left alone once such answers keep failing; nothing stands by meanwhile. */
  catchUpAgain: number
  /** A call to Zalo by itself. */
  call: number
  /** From a change to writing it down: cookies, cursors. */
  save: number
  /** Resolves early, without an error, when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** From 0 up to 1. */
  random(): number
}

export const defaultPace: Pace = {
  reconnect: { first: 1_000, most: 300_000 },
  refused: 300_000,
  store: { first: 100, most: 3_000 },
  apart: 50,
  held: 10_000,
  handshake: 30_000,
  quiet: 150_000,
  probe: 10_000,
  catchUp: 3_000,
  catchUpAgain: 300_000,
  call: 10_000,
  save: 1_000,
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
  random: Math.random,
}
