import type { Calendar } from '../../../knowledge/calendar/calendar.ts'
import type { Catalogue } from '../../../knowledge/procedures/catalogue.ts'
import type { ServicePoints } from '../../../knowledge/units/service-points.ts'
import type { Units } from '../../../knowledge/units/units.ts'
import type { Texts } from '../../texts/load-texts.ts'
import { sayUnit } from '../say-unit.ts'
import type { GuideWorld } from './guide-world.ts'

interface Parts {
  catalogue: Catalogue
  calendar: Calendar
  servicePoints: ServicePoints
  units: Units
  texts: Texts
}

/** What guides need, from the data. */
export function createGuideWorld({ calendar, catalogue, servicePoints, units, texts }: Parts): GuideWorld {
  return {
    calendar,
    procedure: catalogue.find,
    servicePoint: servicePoints.servicePoint,
    unitName: (slug, lang) => sayUnit(slug, lang, units),
    hotline: servicePoints.hotline,
    both: texts.both,
  }
}
