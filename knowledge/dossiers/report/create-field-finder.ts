import type { Temporal } from 'temporal-polyfill'
import { fold } from '../../matching/fold.ts'
import type { Catalogue } from '../../procedures/catalogue.ts'

/** Tells the field of a procedure, in Vietnamese, by its present or a former code or by its name. */
export function createFieldFinder(
  catalogue: Pick<Catalogue, 'all' | 'find'>,
  today: Temporal.PlainDate,
): (procedure: string) => string | undefined {
  const byName = new Map(catalogue.all(today).map(({ name, field }) => [plain(name.vi), field.vi]))
  return (procedure) => catalogue.find(procedure, today)?.field.vi ?? byName.get(plain(procedure))
}

/** The national list begins most names by what they all are. */
function plain(name: string): string {
  return fold(name).replace(/^thu tuc /, '')
}
