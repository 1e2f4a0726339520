import type { AnnouncementFacts } from '../../../knowledge/announcements/facts/announcement-facts.ts'
import type { Calendar } from '../../../knowledge/calendar/calendar.ts'
import type { DossierFacts } from '../../../knowledge/dossiers/facts/dossier-facts.ts'
import type { LifeEvent } from '../../../knowledge/life-events/life-events.ts'
import type { Catalogue } from '../../../knowledge/procedures/catalogue.ts'
import { groupByField } from '../../../knowledge/procedures/group-by-field.ts'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import type { ServicePoints } from '../../../knowledge/units/service-points.ts'
import type { Units } from '../../../knowledge/units/units.ts'
import { tell } from '../../dialogue/ask-question.ts'
import type { Knowledge, Scope } from '../../dialogue/flow.ts'
import { createDossierWorld } from '../dossier/create-dossier-world.ts'
import { createFollowWorld } from '../follow/create-follow-world.ts'
import { aboutProcedure } from '../guide/about-procedure.ts'
import { guidedCode } from '../guide/build-guide.ts'
import { checklist } from '../guide/checklist.ts'
import { guideUnderWay } from '../guide/guide-under-way.ts'
import type { GuideWorld } from '../guide/guide-world.ts'
import { sayDesk } from '../say-desk.ts'
import { type KnownReferral, sayReferral } from '../say-referral.ts'
import type { HomeWorld } from './home-world.ts'

/** Shown at home, in the order of a life: birth, death, marriage, residence, papers, business, old age. */
const featured = [
  '1.001193',
  '3.000722',
  '1.000656',
  '1.000894',
  '1.004873',
  '1.004194',
  '1.004222',
  '2.000815',
  '1.001612',
  '1.014027',
]
/** The most asked first, then those with a guide of their own, then the others. */
function askedFor({ code, questions }: Procedure): number {
  return featured.includes(code) ? 0 : questions.length > 0 ? 1 : 2
}

/** More wards than these are not named one by one. */
const mostNamed = 3

interface Parts {
  catalogue: Catalogue
  calendar: Calendar
  lifeEvents: readonly LifeEvent[]
  referrals: readonly KnownReferral[]
  servicePoints: ServicePoints
  units: Units
  dossiers: DossierFacts
  announcements: AnnouncementFacts
  served: readonly string[]
}

/** What is answered outside of flows needs this, from the data. */
export function createHomeWorld(
  {
    catalogue,
    calendar,
    lifeEvents,
    referrals,
    servicePoints,
    units,
    dossiers,
    announcements,
    served,
  }: Parts,
  world: GuideWorld,
  flowOf: Knowledge['flow'],
): HomeWorld {
  const find = (code: string, scope: Scope) => catalogue.find(code, scope.today)
  const titleOf = (id: string, scope: Scope) => {
    const flow = flowOf(id, scope)?.flow
    return flow ? tell(flow.title, scope) : ''
  }
  const underWay = (scope: Scope) => {
    const guide = guideUnderWay(scope)
    return guide && find(guide.code, scope)
  }
  const few = served.length > 0 && served.length <= mostNamed
  return {
    hotline: servicePoints.hotline,
    served: (scope) =>
      few ? served.map((slug) => world.unitName(slug, scope.lang)).join(', ') : scope.text('unit.city'),
    unitName: (slug, scope) => (slug === 'all' ? scope.text('unit.city') : world.unitName(slug, scope.lang)),
    featured,
    lifeEvents,
    fields: (scope) =>
      groupByField(catalogue.all(scope.today)).map(({ id, name, procedures }) => ({
        id,
        name: name[scope.lang],
        codes: procedures.toSorted((a, b) => askedFor(a) - askedFor(b)).map(({ code }) => code),
      })),
    nameOf: (code, scope) => find(code, scope)?.short[scope.lang],
    current: (code) => catalogue.current(code),
    nowCalled: (code, formerName, scope) =>
      find(code, scope)?.former_names.find(({ name }) => name === formerName)?.now[scope.lang],
    referral: (id, scope) => sayReferral(referrals, id, scope),
    about: (code, aspect, scope) => {
      const procedure = find(code, scope)
      return procedure && aboutProcedure(procedure, aspect, scope, world)
    },
    title: titleOf,
    codeOf: guidedCode,
    papers(guide, scope) {
      const procedure = find(guidedCode(guide.flow) ?? '', scope)
      return procedure && checklist(procedure, guide, scope.over(guide.answers))
    },
    desk(scope) {
      const { unit } = scope
      const kind = underWay(scope)?.office === 'police' ? 'police' : 'one_stop'
      return sayDesk({ kind, unit }, scope, { calendar, servicePoints })
    },
    elsewhere(scope) {
      const procedure = underWay(scope)
      if (procedure?.office !== 'other') return undefined
      const where = scope.text('desk.elsewhere', { where: procedure.where[scope.lang].replace(/\.$/, '') })
      // Nobody goes to a portal.
      return procedure.channels.direct === false ? where : `${where} ${scope.text('desk.elsewhere.hours')}`
    },
    follow: createFollowWorld(announcements, units),
    announcements,
    dossiers: createDossierWorld(
      { dossiers, catalogue, calendar, servicePoints, units, served },
      (slug, { lang }) => world.unitName(slug, lang),
    ),
  }
}
