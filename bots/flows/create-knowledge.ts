import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import type { Calendar } from '../../knowledge/calendar/calendar.ts'
import type { DossierFacts } from '../../knowledge/dossiers/facts/dossier-facts.ts'
import type { LifeEvent } from '../../knowledge/life-events/life-events.ts'
import type { Match } from '../../knowledge/matching/match.ts'
import type { Catalogue } from '../../knowledge/procedures/catalogue.ts'
import type { ServicePoints } from '../../knowledge/units/service-points.ts'
import type { Units } from '../../knowledge/units/units.ts'
import type { Knowledge, Scope } from '../dialogue/flow.ts'
import type { Texts } from '../texts/load-texts.ts'
import { holdsVerdict } from './announce/holds-verdict.ts'
import { labelDeskRef } from './announce/label-desk-ref.ts'
import { holdsDossierCode } from './dossier/hear-dossier-code.ts'
import { labelDossierRef } from './dossier/label-dossier-ref.ts'
import { holdsFollowWish } from './follow/hear-follow-wish.ts'
import { labelFollowRef } from './follow/label-follow-ref.ts'
import { createGuideWorld } from './guide/create-guide-world.ts'
import { createHomeWorld } from './home/create-home-world.ts'
import type { HomeWorld } from './home/home-world.ts'
import { labelOfList } from './home/list-procedures.ts'
import { respond } from './home/respond.ts'
import { labelOfUnlink, readUnlink } from './home/show-my-data.ts'
import { createCommands } from './read-command.ts'
import { rememberFlows } from './remember-flows.ts'
import type { KnownReferral } from './say-referral.ts'

/** What buttons are called that carry a procedure but not its name. */
const fixedLabels: Record<string, string> = {
  'b.': 'choice.begin',
  'r.': 'choice.redo',
  'n.': 'choice.remind',
}

export interface KnowledgeParts {
  catalogue: Catalogue
  calendar: Calendar
  units: Units
  lifeEvents: readonly LifeEvent[]
  referrals: readonly KnownReferral[]
  servicePoints: ServicePoints
  dossiers: DossierFacts
  announcements: AnnouncementFacts
  match(text: string): Match
  texts: Texts
  /** Slugs of the units this instance serves; all of them when empty. */
  served: readonly string[]
}

/** Everything a turn knows, made from the data; made anew when they change. */
export function createKnowledge(parts: KnowledgeParts): Knowledge {
  const { texts, units } = parts
  const onlyUnit = parts.served.length === 1 ? parts.served[0] : undefined
  const guideWorld = createGuideWorld(parts)
  const flowOf = rememberFlows(parts, guideWorld)
  const home = createHomeWorld(parts, guideWorld, flowOf)
  const command = createCommands(texts.commands)
  return {
    flow: flowOf,
    match: parts.match,
    command,
    holdsCode: (text, scope) =>
      holdsDossierCode(text, scope) || holdsFollowWish(text, scope, home.follow) || holdsVerdict(text, scope),
    text: texts.text,
    respond: (heard, scope) => respond(heard, scope, home),
    label: (ref, scope) => labelOf(ref, scope, home),
    onlyUnit: onlyUnit && units.find(onlyUnit) ? onlyUnit : undefined,
  }

  function labelOf(ref: string, scope: Scope, world: HomeWorld): string | undefined {
    if (ref.startsWith('p.')) return world.nameOf(ref.slice(2), scope)
    if (ref.startsWith('a.')) return world.nameOf(ref.split('.').slice(2).join('.'), scope)
    if (ref.startsWith('l.')) return world.nameOf(ref.split('.').slice(2).join('.'), scope)
    const unlink = readUnlink(ref)
    if (unlink) return labelOfUnlink(unlink.where, scope)
    if (ref.startsWith('d.')) return labelDossierRef(ref, scope)
    if (ref.startsWith('k.')) return labelDeskRef(ref, scope)
    if (ref.startsWith('w.')) return labelFollowRef(ref, scope, world)
    const fixed = fixedLabels[ref.slice(0, 2)]
    if (fixed) return scope.text(fixed)
    if (ref.startsWith('t:')) {
      const guide = scope.state.finished?.find(({ run }) => ref.startsWith(`t:${run}.`))
      const papers = guide && world.papers(guide, scope)
      return papers?.choices?.find((choice) => choice.ref === ref)?.label.slice(2)
    }
    const listed = labelOfList(ref, scope, world)
    if (listed !== undefined) return listed
    const key = `choice.${ref.slice(2)}`
    return ref.startsWith('c.') && texts.keys.includes(key) ? scope.text(key) : undefined
  }
}
