import type { Effect } from './effect.ts'
import type { Ask } from './event.ts'
import type { Reply } from './reply.ts'
import type { State } from './state.ts'

/** What one turn decided; nothing of it has happened yet. */
export interface TurnResult {
  state: State
  replies: Reply[]
  effects: Effect[]
  /** When set, the rest is to be thrown away: `turn` runs again on the old state with the answer. */
  ask?: Ask
  /** What was heard proves who somebody is, or opens something: nothing of it is to be kept. */
  secret?: true
}
