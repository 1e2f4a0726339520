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
}

/** What is said of dossiers needs this, from the data. */
export function createDossierWorld(
  { dossiers, catalogue, calendar, servicePoints, units }: Parts,
  unitName: DossierWorld['unitName'],
): DossierWorld {
  return {
    facts: dossiers,
    calendar,
    hotline: servicePoints.hotline,
    procedureName: (procedure, { today, lang }) => catalogue.find(procedure, today)?.short[lang] ?? procedure,
    unitName,
    deskOf({ unit, procedure }, saying) {
      const kind = (procedure && catalogue.find(procedure, saying.today)?.office) || 'one_stop'
      // A unit that this instance does not serve has no desk that it knows of.
      if (kind === 'other' || (unit !== undefined && !units.find(unit))) return undefined
      const { place, hours } = sayDesk({ kind, unit }, saying, { calendar, servicePoints })
      return { place: procedure ? place : saying.text('dossier.collect.usually', { place }), hours }
    },
  }
}
