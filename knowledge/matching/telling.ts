import type { Query } from './read-query.ts'

/** The words that tell a matter apart, or all when there are only words of every office. */
export function telling(matter: Query['matter']): string[] {
  const words = [...matter].filter(([, { office }]) => !office).map(([word]) => word)
  return words.length > 0 ? words : [...matter.keys()]
}
