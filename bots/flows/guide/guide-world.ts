import type { Temporal } from 'temporal-polyfill'
import type { Calendar, OfficeKind } from '../../../knowledge/calendar/calendar.ts'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import type { ServicePoint } from '../../../knowledge/units/service-points.ts'
import type { Lang } from '../../dialogue/event.ts'

/** What a guide needs of the world besides its own procedure. */
export interface GuideWorld {
  calendar: Calendar
  /** The procedure in force on a day, also by a code it replaced. */
  procedure(code: string, on: Temporal.PlainDate): Procedure | undefined
  servicePoint(unit: string, office: OfficeKind): ServicePoint
  /** As said within a sentence: "phường Hoàn Kiếm", "Hoàn Kiếm ward". */
  unitName(unit: string, lang: Lang): string
  hotline: string
  /** A text of the catalogue in both languages, for the labels of choices. */
  both(key: string): Record<Lang, string>
}
