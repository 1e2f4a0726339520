import type { DossierFacts } from '../../knowledge/dossiers/facts/dossier-facts.ts'
import { createUnitReader } from '../../knowledge/dossiers/sources/create-unit-reader.ts'
import type { UpdateReading } from '../../knowledge/dossiers/sources/read-update.ts'
import { loadUnitData } from '../../knowledge/units/load-units.ts'
import { onlyUnit } from './only-unit.ts'

/**
 * What reading updates of dossiers needs to know of this installation.
 * @param facts those of this moment @param units slugs of those served
 */
export async function updateReading(
  facts: () => DossierFacts,
  units: readonly string[],
): Promise<UpdateReading> {
  const all = (await loadUnitData()).units
  return {
    statusOf: (text) => facts().statusOf(text),
    unitOf: createUnitReader(all, units),
    unit: onlyUnit(units),
  }
}
