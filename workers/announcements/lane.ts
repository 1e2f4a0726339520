import type { Composer } from './create-composer.ts'
import type { Hand } from './create-hand.ts'
import type { OutcomeChange, Recorded } from './record-outcomes.ts'
import type { SenderParts } from './sender-parts.ts'
import type { UnderWay } from './under-way.ts'

/** What sends by one channel account, or writes to what is read. */
export interface Lane {
  /** There may be something to do. @param anew what was found to have nothing is looked at again */
  poke(anew: boolean): void
  /** Whether nothing of an announcement was left for it when it last looked. */
  isDry(announcement: UnderWay): boolean
  /** Takes nothing more, and settles when nothing is in hand. */
  finish(): Promise<void>
}

/** What all lanes of a process share. */
export interface LaneWork {
  parts: SenderParts
  composer: Composer
  hand: Hand
  /** Under which number recipients are taken; null while none may be. */
  owner(): string | null
  /** Of which something may go out now. */
  underWay(): readonly UnderWay[]
  record(change: OutcomeChange): Promise<Recorded | undefined>
  /** A recipient of it was let go. */
  onSettled(announcement: string): void
  /** Aborted when nothing new is to be begun. */
  ending: AbortSignal
}
