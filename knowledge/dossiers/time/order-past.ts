import type { PastStatus } from '../dossier.ts'

/** A history by when things were so; of one moment, in the order in which they came to be known. */
export function orderPast(past: readonly PastStatus[]): readonly PastStatus[] {
  return past.toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1))
}
