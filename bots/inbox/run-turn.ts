import type { Temporal } from 'temporal-polyfill'
import type { Event, Lang } from '../dialogue/event.ts'
import type { Reply } from '../dialogue/reply.ts'
import type { State } from '../dialogue/state.ts'
import type { TurnResult } from '../dialogue/turn-result.ts'
import type { LinkSayings } from '../flows/link-sayings.ts'

/** The pure core, with its knowledge already given. */
export type RunTurn = (state: State, event: Event, now: Temporal.Instant) => TurnResult

/** What is said beside the turns; the words are the dialogue's. */
export interface Sayings {
  /** A turn failed for good: an apology and a way to a person. */
  apology(lang: Lang): Reply[]
  /** A reminder is due when the channel may no longer let us write unasked. */
  reminderMayWait(lang: Lang): Reply[]
  /** A resume code was made. @param carries a place in a guide */
  showCode(lang: Lang, code: string, carries: boolean): Reply[]
  /** Told in the other one of two conversations that are, or may be, one person's. */
  link: LinkSayings
}
