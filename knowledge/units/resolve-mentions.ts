import type { JudgedMention } from './judge-mentions.ts'
import { isDistrict, type Place } from './place.ts'

/** The units of today that a person may mean. */
export interface Resolution {
  /** Best first; every unit it can be. */
  slugs: string[]
  /** Nothing speaks against the only one there is. */
  sure: boolean
  /** The old name that was recognised: "phường Minh Khai", or "Minh Khai" when places of several kinds bore it. */
  former?: string
}

/** What each mention may be, put together: a former district beside a ward's name says which one is meant. */
export function resolveMentions(mentions: readonly JudgedMention[]): Resolution {
  const read = mentions.map((mention) => ({ mention, places: placesOf(mention) }))
  const within = read.flatMap((ward, i) => {
    const district = read.find(
      (other, k) =>
        // Vietnamese addresses go from small to large, unless the district is named as one.
        k !== i &&
        (k > i || other.mention.kinds) &&
        other.places.some((place) => isDistrict(place) && holds(place, ward)),
    )
    return district ? [{ ward, district }] : []
  })[0]

  const counted = within
    ? [
        {
          mention: within.ward.mention,
          places: within.ward.places.filter((place) => liesIn(place, within.district.places)),
        },
      ]
    : read
  const found = read.filter(
    ({ mention }) => mention !== within?.ward.mention && mention !== within?.district.mention,
  )
  const all = within ? [...counted, ...found] : counted

  const places = all.flatMap((reading) => reading.places)
  const slugs = bestFirst(places)
  // Who names a unit of today, and can mean no other, is not told about its old namesake; and a name that was
  // not written like that is none to be told about.
  const namesToday = slugs.length === 1 && places.some(({ era }) => era === 'now')
  return {
    slugs,
    sure: all.every(({ mention, places: meant }) => mention.sure && agreesOnEra(mention, meant)),
    former: namesToday || !all[0]?.mention.exact ? undefined : formerName(all[0].places),
  }
}

/** What a mention may be, by the words beside it; when they fit nothing they are taken for a slip. */
function placesOf({ names, kinds, era }: JudgedMention): Place[] {
  const all = [...new Set(names.map(({ place }) => place))]
  const ofKind = kinds ? orAll(all, (place) => kinds.includes(place.kind)) : all
  return era ? orAll(ofKind, (place) => place.era === era) : ofKind
}

function orAll(places: Place[], fits: (place: Place) => boolean): Place[] {
  const fitting = places.filter(fits)
  return fitting.length > 0 ? fitting : places
}

/** "phường Hoàn Kiếm cũ" never was: whoever says so means something else. */
function agreesOnEra({ era }: JudgedMention, places: readonly Place[]): boolean {
  return era === undefined || places.every((place) => place.era === era)
}

function holds(district: Place, { places }: { places: readonly Place[] }): boolean {
  return places.some((place) => liesIn(place, [district]))
}

function liesIn(place: Place, districts: readonly Place[]): boolean {
  if (isDistrict(place)) return false
  return districts.some((district) => isDistrict(district) && place.districts.includes(district.said))
}

function bestFirst(places: readonly Place[]): string[] {
  const weights = new Map<string, number>()
  for (const place of places) {
    for (const [slug, weight] of place.became) weights.set(slug, Math.max(weights.get(slug) ?? 0, weight))
  }
  return [...weights].sort(([, a], [, b]) => b - a).map(([slug]) => slug)
}

function formerName(places: readonly Place[]): string | undefined {
  const before = places.filter(({ era }) => era === 'before')
  if (new Set(before.map(({ name }) => name)).size > 1) return undefined
  return new Set(before.map(({ said }) => said)).size > 1 ? before[0]?.name : before[0]?.said
}
