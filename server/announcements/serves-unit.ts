import type { Config } from '../config.ts'

/** Tells whether there is such a unit, and it is served here. `all`, the city, is one. */
export function servesUnit({ units }: Pick<Config, 'units'>): (slug: string) => boolean {
  return (slug) => slug === 'all' || units.includes(slug)
}
