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

/**
 * Reads units as offices write them: the slug, "phường Hoàn Kiếm", "UBND phường Hoàn Kiếm", or a name that only one
 * unit has. Nothing near it is guessed, since it decides who may look the dossier up.
 * @param units all there are @param served slugs
 */
export function createUnitReader(units: readonly NamedUnit[], served: Iterable<string>): UnitReader {
  const here = new Set(served)
  const byName = new Map<string, string | null>()
  for (const { slug, name, type } of units) {
    byName.set(slug, slug)
    byName.set(fold(`${types[type]} ${name}`), slug)
    const bare = fold(name)
    byName.set(bare, byName.has(bare) && byName.get(bare) !== slug ? null : slug)
  }
  return (text) => {
    const said = fold(text)
    const slug = byName.get(said) ?? byName.get(/(?:^|\s)((?:phường|xã) .+)$/u.exec(said)?.[1] ?? '')
    if (!slug) return undefined
    return here.has(slug) ? { slug } : 'not_served'
  }
}

function fold(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase('vi')
}
