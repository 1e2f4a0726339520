import { fileURLToPath } from 'node:url'
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../server/errors.ts'
import { loadFacts } from '../files/load-facts.ts'
import { createUnits } from './create-units.ts'
import { loadTiers } from './load-tiers.ts'
import type { TierPeriod } from './tiers.ts'
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
  const [data, periods] = await Promise.all([loadUnitData(), loadTiers()])
  const since = Temporal.PlainDate.from(periods.at(-1)?.from ?? '1945-09-02')
  const tiers = { ward: latestName('ward', periods), district: latestName('district', periods) }
  return { ...createUnits(data, served), since, tiers }
}

function latestName(tier: 'ward' | 'district', periods: readonly TierPeriod[]) {
  const found = periods.flatMap(({ tiers }) => tiers).findLast(({ id }) => id === tier)
  if (!found) throw new AppError('bad_data', `tiers.yaml: no period has a tier "${tier}"`)
  return found.name
}
