import type { Temporal } from 'temporal-polyfill'
import { fold } from '../../matching/fold.ts'
import type { Catalogue } from '../../procedures/catalogue.ts'

/**
 * Finds a procedure that is known here, by its present or a former code or by its name.
 * @returns its code; a former one as it is
 */
export function createProcedureFinder(
  catalogue: Pick<Catalogue, 'all' | 'current'>,
  today: Temporal.PlainDate,
): (text: string) => string | undefined {
  const byName = new Map(catalogue.all(today).map(({ name, code }) => [plain(name.vi), code]))
  return (text) => (catalogue.current(text) === undefined ? byName.get(plain(text)) : text)
}

/** The national list begins most names by what they all are. */
function plain(name: string): string {
  return fold(name).replace(/^thu tuc /, '')
}
