import type { AnnouncementFacts } from '../../../knowledge/announcements/facts/announcement-facts.ts'
import type { DeskAsk, Lang } from '../../dialogue/event.ts'
import type { QuestionStep, Scope } from '../../dialogue/flow.ts'

/** A part of an announcement, as it is asked for. */
export interface DraftPart {
  id: string
  /** Their ids are those of no other part. */
  steps: readonly QuestionStep[]
  /** What the answers set. */
  change(scope: Scope): Change
}

export type Change = Pick<Extract<DeskAsk, { kind: 'desk_draft' }>, 'fields' | 'dropsFiles'>

/** What parts are made of. */
export interface PartWords {
  both(key: string): Record<Lang, string>
  facts: AnnouncementFacts
}
