import { fold } from '../matching/fold.ts'
import type { LocalText, Procedure } from './schema.ts'

/** What procedures are about, as the national list divides them. */
export interface Field {
  /** As addresses and buttons name it: `ho-tich`. */
  id: string
  name: LocalText
  procedures: readonly Procedure[]
}

/** The fields of these procedures, both in the order in which they come first. */
export function groupByField(procedures: readonly Procedure[]): Field[] {
  // By id, so that no two fields answer to the same one.
  const byId = Map.groupBy(procedures, ({ field }) => idOf(field.vi))
  return [...byId].flatMap(([id, those]) =>
    those[0] ? [{ id, name: those[0].field, procedures: those }] : [],
  )
}

function idOf(name: string): string {
  return fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
