import { fileURLToPath } from 'node:url'
import { loadFacts } from '../files/load-facts.ts'
import { type TierPeriod, tiersFile } from './tiers.ts'

const builtIn = fileURLToPath(new URL('./data/tiers.yaml', import.meta.url))

/**
 * The tiers of government over time, the newest period last.
 * @throws AppError `bad_data` when the built-in file is bad
 */
export async function loadTiers(): Promise<readonly TierPeriod[]> {
  return (await loadFacts(tiersFile, builtIn)).facts.periods
}
