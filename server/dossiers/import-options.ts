import type { Temporal } from 'temporal-polyfill'
import { hanoiDay } from '../../knowledge/calendar/hanoi-day.ts'
import type { DossierFacts } from '../../knowledge/dossiers/facts/dossier-facts.ts'
import { createProcedureFinder } from '../../knowledge/dossiers/files/create-procedure-finder.ts'
import type { ImportOptions } from '../../knowledge/dossiers/files/import-file.ts'
import { createUnitFinder } from '../../knowledge/dossiers/reading/create-unit-finder.ts'
import type { Catalogue } from '../../knowledge/procedures/catalogue.ts'
import type { Units } from '../../knowledge/units/units.ts'
import type { OpenDatabase } from '../open-database.ts'
import { dossierKey } from './dossier-key.ts'
import { onlyUnit } from './only-unit.ts'

/**
 * How files of dossiers are imported into this installation, for the command and the watched folder alike.
 * @param known what is known at this moment @param now the file's age is counted back from it
 * @param served slugs of the units served
 */
export function importOptions(
  { pool, secret }: Pick<OpenDatabase, 'pool' | 'secret'>,
  known: { facts: DossierFacts; units: Units; catalogue: Catalogue },
  { now, served }: { now: Temporal.Instant; served: readonly string[] },
): ImportOptions {
  const { facts, units, catalogue } = known
  return {
    pool,
    key: dossierKey(secret),
    facts,
    now: now.toString(),
    unitOf: createUnitFinder(units),
    unit: onlyUnit(served),
    procedureOf: createProcedureFinder(catalogue, hanoiDay(now)),
  }
}
