import type { AnnouncementFacts } from '../../../knowledge/announcements/facts/announcement-facts.ts'
import type { LifeEvent } from '../../../knowledge/life-events/life-events.ts'
import type { Aspect } from '../../../knowledge/matching/match.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { Block, Reply } from '../../dialogue/reply.ts'
import type { FinishedGuide } from '../../dialogue/state.ts'
import type { DossierWorld } from '../dossier/dossier-world.ts'
import type { FollowWorld } from '../follow/follow-world.ts'

/** What the answers outside of flows need of the world. */
export interface HomeWorld {
  hotline: string
  /** The name of the ward this instance serves, as said within a sentence; the city's when it serves many. */
  served(scope: Scope): string
  /** The name of a unit as said within a sentence; the city's for `all`. */
  unitName(slug: string, scope: Scope): string
  /** Codes of the procedures shown first, the most asked ones. */
  featured: readonly string[]
  lifeEvents: readonly LifeEvent[]
  /** The fields of what is in force, each with the codes of its procedures. */
  fields(scope: Scope): readonly { id: string; name: string; codes: readonly string[] }[]
  /** The procedure's name as people call it; undefined when there is no guide for it. */
  nameOf(code: string, scope: Scope): string | undefined
  /** The code now used for this one, if it is known (old codes lead to the ones that replaced them). */
  current(code: string): string | undefined
  /** What took the place of a name that has gone, as a sentence. */
  nowCalled(code: string, formerName: string, scope: Scope): string | undefined
  /** Whose business a matter is that is not the ward's. */
  referral(id: string, scope: Scope): string | undefined
  about(code: string, aspect: Aspect, scope: Scope): Block[] | undefined
  /** The title of a flow. */
  title(flow: string, scope: Scope): string
  codeOf(flow: string): string | undefined
  /** The checklist of a finished guide; undefined when its procedure is gone. */
  papers(guide: FinishedGuide, scope: Scope): Reply | undefined
  /** Where to go in the person's ward for what is under way, and a sentence on when that is open. */
  desk(scope: Scope): { phone: string; place: string; hours: string }
  /** Where what is under way is handed in, in sentences, when that is at no desk of the ward. */
  elsewhere(scope: Scope): string | undefined
  dossiers: DossierWorld
  announcements: AnnouncementFacts
  follow: FollowWorld
}
