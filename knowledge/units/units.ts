import type { Temporal } from 'temporal-polyfill'

/** The 126 wards and communes of Hanoi and the names people knew before 2025-07-01. */
export interface Units {
  /** Those that this instance serves. */
  all: readonly Unit[]
  /** Whether these are all units of the city. */
  whole: boolean
  find(slug: string): Unit | undefined
  /** Best guesses for what a person typed as their ward, with or without diacritics, new names or old. */
  search(text: string): UnitSearch
  /** The day since which there are these units: names of before are former ones. */
  since: Temporal.PlainDate
  /** What the tier of these units is called, and the one above it that has gone. */
  tiers: { ward: TierName; district: TierName }
  /** Former districts with the units that now cover them, for choosing by tapping. */
  districts: readonly { name: string; slug: string; units: readonly string[] }[]
}

/** As said within a sentence: "phường, xã". */
type TierName = Readonly<{ vi: string; en: string }>

export interface Unit {
  slug: string
  /** "Hoàn Kiếm" */
  name: string
  type: 'phuong' | 'xa'
  /** "phường Hoàn Kiếm", as said within a sentence. */
  said: string
}

export type UnitSearch =
  /** Only when there is one current unit it can be and no former namesake elsewhere; `former` as below. */
  | { kind: 'one'; unit: Unit; former?: string }
  /**
   * To be asked; `former` is the old name that was recognised, if it was one ("phường Minh Khai", or
   * "Minh Khai" when several bore it). At most eight, best first; a single one is a guess to be confirmed.
   */
  | { kind: 'several'; units: Unit[]; former?: string }
  | { kind: 'none' }
