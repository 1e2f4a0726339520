import type { Calendar } from '../../../knowledge/calendar/calendar.ts'
import type { DossierFacts } from '../../../knowledge/dossiers/facts/dossier-facts.ts'
import type { Catalogue } from '../../../knowledge/procedures/catalogue.ts'
import type { ServicePoints } from '../../../knowledge/units/service-points.ts'
import type { Units } from '../../../knowledge/units/units.ts'
import { sayDesk } from '../say-desk.ts'
import type { DossierWorld } from './dossier-world.ts'

interface Parts {
  dossiers: DossierFacts
  catalogue: Catalogue
  calendar: Calendar
  servicePoints: ServicePoints
  units: Units
  /** Slugs of the units this instance serves; all of them when empty. */
  served: readonly string[]
}

/** What is said of dossiers needs this, from the data. */
export function createDossierWorld(
  { dossiers, catalogue, calendar, servicePoints, units, served }: Parts,
  unitName: DossierWorld['unitName'],
): DossierWorld {
  // Where there is one unit only, a file that names none means that one.
  const onlyUnit = served.length === 1 ? served[0] : undefined
  return {
    facts: dossiers,
    calendar,
    hotline: servicePoints.hotline,
    procedureName: (procedure, { today, lang }) => catalogue.find(procedure, today)?.short[lang] ?? procedure,
    unitName,
    deskOf({ unit = onlyUnit, procedure, status }, saying) {
      const kind = (procedure && catalogue.find(procedure, saying.today)?.office) || 'one_stop'
      // A unit that this instance does not serve has no desk that it knows of.
      if (kind === 'other' || (unit !== undefined && !units.find(unit))) return undefined
      const desk = sayDesk({ kind, unit }, saying, { calendar, servicePoints })
      if (procedure) return desk
      const usually = status === 9 ? 'dossier.collect.usually' : 'dossier.desk.usually'
      return { ...desk, place: saying.text(usually, { place: desk.place }) }
    },
  }
}
