import type { Calendar, OfficeKind } from '../../knowledge/calendar/calendar.ts'
import type { ServicePoints } from '../../knowledge/units/service-points.ts'
import type { Scope } from '../dialogue/flow.ts'

/** Where to go in a ward, and a sentence on when that is open; in general words where no ward is known. */
export function sayDesk(
  { kind, unit }: { kind: OfficeKind; unit: string | undefined },
  saying: Pick<Scope, 'lang' | 'now' | 'text'>,
  { calendar, servicePoints }: { calendar: Calendar; servicePoints: ServicePoints },
): { phone: string; place: string; hours: string } {
  const point = unit ? servicePoints.servicePoint(unit, kind) : undefined
  const office = calendar.office(kind, unit)
  const hours = office.said[saying.lang]
  const now = saying.text(calendar.isOpen(saying.now, kind, unit) ? 'desk.open' : 'desk.closed')
  const address = point?.address ? `, ${point.address}` : ''
  return {
    phone: point?.phone ?? servicePoints.hotline,
    place: point ? `${point.name[saying.lang]}${address}` : saying.text(`desk.general.${kind}`),
    hours: office.verified
      ? saying.text('desk.hours', { hours, now })
      : saying.text('desk.hours.unsure', { hours }),
  }
}
