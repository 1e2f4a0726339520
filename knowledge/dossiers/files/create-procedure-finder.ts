import type { Temporal } from 'temporal-polyfill'
import { fold } from '../../matching/fold.ts'
import type { Catalogue } from '../../procedures/catalogue.ts'

/** Tells whether a procedure is known here, by its present or a former code or by its name. */
export function createProcedureFinder(
  catalogue: Catalogue,
  today: Temporal.PlainDate,
): (text: string) => boolean {
  const names = new Set(catalogue.all(today).map(({ name }) => fold(name.vi)))
  return (text) => catalogue.current(text) !== undefined || names.has(fold(text))
}
