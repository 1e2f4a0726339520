import type { Aspect } from '../../../knowledge/matching/match.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { Block, Reply } from '../../dialogue/reply.ts'
import type { FinishedGuide } from '../../dialogue/state.ts'

/** What the answers outside of flows need of the world. */
export interface HomeWorld {
  hotline: string
  /** The name of the ward this instance serves, as said within a sentence; the city's when it serves many. */
  served(scope: Scope): string
  /** Codes of the procedures shown first, the most asked ones. */
  featured: readonly string[]
  /** All codes that have a guide. */
  codes(scope: Scope): readonly string[]
  /** The procedure's name as people call it; undefined when there is no guide for it. */
  nameOf(code: string, scope: Scope): string | undefined
  /** The code now used for this one, if it is known (old codes lead to the ones that replaced them). */
  current(code: string): string | undefined
  about(code: string, aspect: Aspect, scope: Scope): Block[] | undefined
  /** The title of a flow. */
  title(flow: string, scope: Scope): string
  codeOf(flow: string): string | undefined
  /** The checklist of a finished guide; undefined when its procedure is gone. */
  papers(guide: FinishedGuide, scope: Scope): Reply | undefined
  /** Where to go in the person's ward for what is under way, and a sentence on when that is open. */
  desk(scope: Scope): { place: string; hours: string }
}
