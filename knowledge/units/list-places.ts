import type { Place, PlaceKind } from './place.ts'
import type { FormerUnit, UnitData } from './unit-data.ts'

/** Where the person most likely lives, when a former name went to several units. Never decides, only orders. */
const weights = { now: 100, whole: 60, all: 55, rest: 40, part: 35, none: 5 }
/** A district is the vaguest of the things a name may mean: its units come last. */
const mostOfDistrict = 30

/** Every place of today and of before that the data knows. */
export function listPlaces({ units }: UnitData): Place[] {
  const current: Place[] = units.map((unit) => ({
    ...named(unit.name, unit.type === 'phuong' ? 'phường' : 'xã'),
    era: 'now',
    districts: [...new Set(unit.former.filter(inhabited).map(({ district }) => district))],
    became: new Map([[unit.slug, weights.now]]),
  }))

  const former = new Map<string, Place & { became: Map<string, number> }>()
  const districts = new Map<string, Map<string, number>>()
  for (const { slug, former: parts } of units) {
    for (const part of parts) {
      const id = `${part.type} ${part.name}, ${part.district}`
      const place = former.get(id) ?? {
        ...named(part.name, part.type),
        era: 'before',
        districts: [part.district],
        became: new Map(),
      }
      former.set(id, place)
      place.became.set(slug, weightOf(part))
      const covers = districts.get(part.district) ?? new Map<string, number>()
      districts.set(part.district, covers)
      if (inhabited(part)) covers.set(slug, (covers.get(slug) ?? 0) + weightOf(part))
    }
  }
  return [
    ...current,
    ...former.values(),
    ...[...districts].map(([said, covers]) => districtPlace(said, covers)),
  ]
}

/** A strip of land that came without people is nobody's home. */
function inhabited({ people }: FormerUnit) {
  return people !== 'none'
}

function weightOf({ part, people }: FormerUnit): number {
  return people === undefined ? weights[part] : weights[people]
}

function named(name: string, kind: PlaceKind) {
  return { name, kind, said: `${kind} ${name}` }
}

function districtPlace(said: string, covers: Map<string, number>): Place {
  const kind = (['quận', 'huyện', 'thị xã'] as const).find((word) => said.startsWith(`${word} `)) ?? 'quận'
  const most = Math.max(...covers.values())
  return {
    ...named(said.slice(kind.length + 1), kind),
    era: 'before',
    districts: [said],
    became: new Map([...covers].map(([slug, weight]) => [slug, (weight / most) * mostOfDistrict])),
  }
}
