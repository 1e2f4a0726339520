/** In milliseconds. */
export interface Timing {
  /** For how long, beyond a window, a slot is a process's own without a word from it: so much a crash holds up. */
  lease: number
  /** So much before its lease ends a slot begins no call any more: the request is with the server by then. */
  arrival: number
  /** How often a process that sends in bulk tells the others of itself, and hears of them. */
  beat: number
  /** The same while it only answers people, and nobody sends in bulk. */
  quietBeat: number
  /** So long before their time permits are given out, so that what they are for is claimed meanwhile. */
  ahead: number
  /** After so long unused a slot goes back. */
  idle: number
}

export const usualTiming: Timing = {
  lease: 4000,
  arrival: 1000,
  beat: 100,
  quietBeat: 1000,
  ahead: 50,
  idle: 1000,
}
