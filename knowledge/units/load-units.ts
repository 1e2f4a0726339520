import { fileURLToPath } from 'node:url'
import { loadFacts } from '../files/load-facts.ts'
import { createUnits } from './create-units.ts'
import { type UnitData, unitData } from './unit-data.ts'
import type { Units } from './units.ts'

/** @throws AppError `bad_data` when the built-in file is bad */
export async function loadUnitData(): Promise<UnitData> {
  const path = fileURLToPath(new URL('./data/units.json', import.meta.url))
  return (await loadFacts(unitData, path)).facts
}

/**
 * The units of Hanoi from the built-in data.
 * @param served slugs of the units that this instance serves (the setting `UNITS`); all when absent
 * @throws AppError `bad_setting` for a slug that is none, `bad_data` when the file is bad
 */
export async function loadUnits(served?: ReadonlySet<string>): Promise<Units> {
  return createUnits(await loadUnitData(), served)
}
