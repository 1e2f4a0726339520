import type { Lang } from './event.ts'
import type { State } from './state.ts'

/** The state of a conversation nobody has spoken in yet. */
export function newState(lang: Lang, group: boolean): State {
  return { lang, frames: [], runs: 0, ...(group ? { group: true } : {}) }
}
