import { AppError } from '../../server/errors.ts'
import type { ServicePointData } from './service-point-data.ts'
import type { UnitData } from './unit-data.ts'

/** Where the people of a unit are received. What is not known is `null`: said to be asked for, never made up. */
export interface ServicePoint {
  name: { vi: string; en: string }
  address: string | null
  phone: string | null
  mapUrl: string | null
}

type ServicePointKind = 'one_stop' | 'police'

export interface ServicePoints {
  /** @throws AppError `not_found` for a slug that is no unit's */
  servicePoint(unit: string, kind: ServicePointKind): ServicePoint
  /** "1900 1009" */
  hotline: string
  /** False when nobody has confirmed the number: to be shown to an operator. */
  hotlineVerified: boolean
}

/** Service points of every unit, with the names they have by default. */
export function createServicePoints(data: ServicePointData, { units }: UnitData): ServicePoints {
  const bySlug = new Map(units.map((unit) => [unit.slug, unit]))
  return {
    servicePoint(slug, kind) {
      const unit = bySlug.get(slug)
      if (!unit) throw new AppError('not_found', `No unit "${slug}"`)
      const known = data.units[slug]?.[kind]
      return {
        name: known?.name ?? defaultName(unit, kind),
        address: known?.address ?? null,
        phone: known?.phone ?? null,
        mapUrl: known?.map_url ?? null,
      }
    },
    hotline: data.hotline.number,
    hotlineVerified: data.hotline.verified,
  }
}

function defaultName({ name, type }: UnitData['units'][number], kind: ServicePointKind) {
  const [vi, en] = type === 'phuong' ? [`phường ${name}`, `${name} ward`] : [`xã ${name}`, `${name} commune`]
  return kind === 'police'
    ? { vi: `Công an ${vi}`, en: `${en} police` }
    : { vi: `Điểm Phục vụ hành chính công ${vi}`, en: `${en} public administration service point` }
}
