/** Kinds of places that people name, of both eras. */
export type PlaceKind = 'phường' | 'xã' | 'thị trấn' | 'quận' | 'huyện' | 'thị xã'

/** Something a person may mean by a name: a ward of today, or a ward or district of before 2025-07-01. */
export interface Place {
  name: string
  kind: PlaceKind
  /** "phường Minh Khai" */
  said: string
  era: 'now' | 'before'
  /** The former district it lay in, or for a unit of today the former districts its people come from. */
  districts: readonly string[]
  /** Units of today that it became: slug → how much of it, 0–100, for the order in which they are offered. */
  became: ReadonlyMap<string, number>
}

const districtKinds: readonly PlaceKind[] = ['quận', 'huyện', 'thị xã']

export function isDistrict(place: Place): boolean {
  return districtKinds.includes(place.kind)
}
