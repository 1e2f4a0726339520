/**
 * How much the account may write. What is known of Zalo's own limits was reported by those who ran into them (about
 * a hundred strangers an hour or a day); these stay well below, since a locked account serves nobody.
 */
export interface Policy {
  strangersPerHour: number
  strangersPerDay: number
  messagesPerHour: number
  messagesPerDay: number
  /** In one chat: nobody uses up what is for all. */
  messagesPerPersonHour: number
  /** Between two messages of the account, in ms: nobody types two at once. */
  gap: number
  /** The same in the first time after a login. */
  quietGap: number
  /** How long that lasts. */
  quiet: number
  /** Who would have to wait longer for a turn is told to come again. */
  longestWait: number
  /** The longest pause before a message, in ms, as if it were typed. */
  longestPause: number
  /** After Zalo has said "too many" (221). */
  tooMany: BreakerPolicy
  /** After Zalo has refused a stranger (122, 123). */
  strangers: BreakerPolicy
  /** How long nothing unasked goes out once any of these has happened. */
  replyOnly: number
  /** A message within so long after what the person did is an answer. */
  answer: number
  /** The longest that anything is put off at once; then it is asked again. */
  longestDelay: number
}

interface BreakerPolicy {
  first: number
  most: number
  /** So long without another one, and the next begins at `first` again. */
  clean: number
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** @param strangersPerDay the operator's setting, which everything about strangers hangs on */
export function createPolicy(strangersPerDay: number, more: Partial<Policy> = {}): Policy {
  return {
    strangersPerDay,
    // Not all at once, but a small ward's morning is not stretched over the day either.
    strangersPerHour: Math.max(20, Math.floor(strangersPerDay / 3)),
    // One in four seconds, an hour long: more than any ward's citizens ask for, and less than a broadcast.
    messagesPerHour: 900,
    messagesPerDay: 5_000,
    // Half of what is for all: whoever floods takes no more from the others.
    messagesPerPersonHour: 450,
    gap: 400,
    quietGap: 1_000,
    quiet: 10 * minute,
    longestWait: 6_000,
    longestPause: 2_900,
    tooMany: { first: minute, most: hour, clean: 6 * hour },
    strangers: { first: hour, most: day, clean: day },
    replyOnly: day,
    answer: day,
    longestDelay: 30 * minute,
    ...more,
  }
}
