import type { Answers, Lang } from './event.ts'

/** Where a conversation stands. Plain JSON of a few hundred bytes; never a log of what was said. */
export interface State {
  lang: Lang
  /** A chat of several people: nothing personal is said or kept in it. */
  group?: true
  /** The first contact has been made. */
  met?: true
  /** The ward the person chose; absent until asked. */
  unit?: string
  /** The flows under way, the innermost last. */
  frames: Frame[]
  /** How often in a row the answer was not understood. */
  misses?: number
  /** Numbers the guides of this conversation, so that an old button tells which one it belonged to. */
  runs: number
  /** Guides that were finished, newest last, at most two: their papers come back when asked for. */
  finished?: FinishedGuide[]
  /** What was offered last outside a flow (three procedures to choose between): picked by tap, number or label. */
  offer?: Offer
}

export interface Frame {
  flow: string
  version: string
  step: string
  run: number
  answers: Answers
}

export interface FinishedGuide {
  flow: string
  version: string
  run: number
  answers: Answers
  /** Ids of the papers ticked off. */
  ticked?: string[]
}

/** Flow ids or intents the person may pick from; their labels come from the knowledge again. */
export interface Offer {
  about: string
  options: string[]
}
