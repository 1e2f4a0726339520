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
  /** Refs of the buttons last offered beside a flow's own choices: "1" or a label typed stands for one of them. */
  offer?: string[]
  /** A button to share a phone number was brought and not yet taken away. */
  phoneButton?: true
  /** Flows asked for in one breath with the one under way: begun when that is done. */
  next?: string[]
  /** What was left by "dừng", to be taken up again by "tiếp tục". */
  left?: Frame[]
  /** What had been left before that: it is next in line. */
  older?: Frame[]
}

export interface Frame {
  flow: string
  version: string
  step: string
  run: number
  answers: Answers
  /** Ticked so far at a question with several answers. */
  picked?: string[]
}

export interface FinishedGuide {
  flow: string
  version: string
  run: number
  answers: Answers
  /** Ids of the papers ticked off. */
  ticked?: string[]
}
