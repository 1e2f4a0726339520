/** What the guard remembers of an account. Instants are in ms since the epoch. */
export interface GuardState {
  /** Messages of the hour and of the day last written in. */
  hour: Count
  day: Count
  tooMany: Breaker | null
  strangers: Breaker | null
  /** Zalo has locked or restricted the account: nothing goes out until an operator says so. */
  banned: boolean
  /** Until when only answers go out. */
  replyOnlyUntil: number
  /** Until when the account behaves like somebody who has just come in. */
  quietUntil: number
}

interface Count {
  /** Hours since the epoch, or the day in Hanoi. */
  of: number | string
  sent: number
}

/** Open until an instant; what it was opened for is kept, for the next one to be longer. */
export interface Breaker {
  until: number
  wait: number
}

export const newGuardState: GuardState = {
  hour: { of: 0, sent: 0 },
  day: { of: '', sent: 0 },
  tooMany: null,
  strangers: null,
  banned: false,
  replyOnlyUntil: 0,
  quietUntil: 0,
}
