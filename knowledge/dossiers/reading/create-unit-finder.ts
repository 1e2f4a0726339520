import { fold } from '../../matching/fold.ts'
import type { Units } from '../../units/units.ts'

/**
 * Finds a unit as sheets and systems name it: by its slug, or by its present name with or without its kind and its
 * people's committee. Former names are not guessed at here, and units that are not served are none.
 */
export function createUnitFinder({ all }: Pick<Units, 'all'>): (text: string) => string | undefined {
  const byName = new Map<string, string>()
  for (const { slug, name, said } of all) {
    for (const form of [slug, name, said]) byName.set(plain(form), slug)
  }
  return (text) => byName.get(plain(text)) ?? byName.get(plain(text).replace(committee, ''))
}

const committee = /^(?:ubnd|uy ban nhan dan|p|x) (?=.)/

function plain(text: string): string {
  return fold(text.slice(0, 200))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
