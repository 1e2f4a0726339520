const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Tries in an hour, and in a day. */
const each = { hour: 10, day: 30 }
/** A way in can be a whole office, or a family's one network. */
const byWay = { hour: 5 * each.hour, day: 5 * each.day }

/**
 * In an hour by everybody together. Beyond it codes are being guessed by many hands: one identity may then be wrong
 * once an hour, which leaves honest people a way and guessing none.
 */
export const triesOverall = 1000
const crowdedEach = 1
const crowdedByWay = 5

/** Tries of the last two days, newest first, in milliseconds since 1970. */
export interface Tries {
  /** By one person, over all their conversations. */
  own: readonly number[]
  /** Of one code, by whomever. */
  ofCode: readonly number[]
  byWay: readonly number[]
  /** By everybody within the last hour, counted up to `triesOverall`. */
  overall: number
}

export interface Wait {
  /** In milliseconds since 1970. */
  until: number
  for: 'hour' | 'day'
}

/**
 * How long no further try is taken; undefined while one is. Of what the person knows of, the longest wait counts. Where
 * only others have tried the code, it is told as if it began now: when somebody else wrote a code is not told.
 * @param now milliseconds
 */
export function judgeTries({ own, ofCode, byWay: way, overall }: Tries, now: number): Wait | undefined {
  const crowded = overall >= triesOverall
  const ends = [
    { for: 'hour' as const, until: endOf(own, each.hour, hourMs) },
    { for: 'day' as const, until: endOf(own, each.day, dayMs) },
    { for: 'hour' as const, until: endOf(way, byWay.hour, hourMs) },
    { for: 'day' as const, until: endOf(way, byWay.day, dayMs) },
    { for: 'hour' as const, until: crowded ? endOf(own, crowdedEach, hourMs) : 0 },
    { for: 'hour' as const, until: crowded ? endOf(way, crowdedByWay, hourMs) : 0 },
  ]
  const [longest] = ends.filter(({ until }) => until > now).toSorted((a, b) => b.until - a.until)
  if (longest) return longest
  if (endOf(ofCode, each.day, dayMs) > now) return { for: 'day', until: now + dayMs }
  return endOf(ofCode, each.hour, hourMs) > now ? { for: 'hour', until: now + hourMs } : undefined
}

/** When a wait that `most` tries within `span` brought about is over: as long after the last of them. */
function endOf(tries: readonly number[], most: number, span: number): number {
  const [last] = tries
  const first = tries[most - 1]
  return last !== undefined && first !== undefined && last - first < span ? last + span : 0
}
