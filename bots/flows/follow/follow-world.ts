import type { Lang } from '../../dialogue/event.ts'

/** What can be followed. */
export interface FollowWorld {
  /** `words` are how people name them. */
  topics: readonly { id: string; name: Record<Lang, string>; words: readonly string[] }[]
  /** Topics of which there is urgent news, which goes to everybody. */
  urgent: readonly string[]
  /** Whether there is such a unit here; `all` is one. */
  isUnit(slug: string): boolean
  /** The slug of the unit that is named, if it can be only one. */
  findUnit(named: string): string | undefined
}
