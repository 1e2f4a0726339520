import { createUnitFinder } from '../reading/create-unit-finder.ts'

/** What names a unit here. */
export interface NamedUnit {
  slug: string
  /** "Hoàn Kiếm" */
  name: string
  type: 'phuong' | 'xa'
}

/** A slug; or that the unit is one of those this instance does not serve. Undefined when it is none. */
export type UnitReader = (text: string) => { slug: string } | 'not_served' | undefined

const types = { phuong: 'phường', xa: 'xã' }
/** "Trung tâm Phục vụ hành chính công phường Hoàn Kiếm". */
const ofUnit = /\s((?:phường|xã)\s.+)$/iu

/**
 * Reads units as systems write them, which know all of the city: as sheets do, or at the end of an office's name.
 * @param units all there are @param served slugs
 */
export function createUnitReader(units: readonly NamedUnit[], served: Iterable<string>): UnitReader {
  const here = new Set(served)
  const all = units.map((unit) => ({ ...unit, said: `${types[unit.type]} ${unit.name}` }))
  const find = createUnitFinder({ all })
  return (text) => {
    const plain = text.normalize('NFKC').slice(0, 300)
    const slug = find(plain) ?? find(ofUnit.exec(plain)?.[1] ?? '')
    if (slug === undefined) return undefined
    return here.has(slug) ? { slug } : 'not_served'
  }
}
