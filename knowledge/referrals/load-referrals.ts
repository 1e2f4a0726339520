import { fileURLToPath } from 'node:url'
import type { Doubt } from '../files/doubt.ts'
import { loadFacts } from '../files/load-facts.ts'
import { type Referral, referralsFile } from './referrals.ts'

const builtIn = fileURLToPath(new URL('./data/referrals.yaml', import.meta.url))

/**
 * Whose business it is when it is not the ward's, with an operator's `referrals.yaml` laid over the built-in one.
 * @param ownFolder the operator's folder of facts (`KNOWLEDGE_DIR`)
 * @returns the referrals in the order of the file, those that nobody has verified, and why the own file was set
 *   aside, if it was
 * @throws AppError `bad_data`, naming file and line, when the built-in file is bad
 */
export async function loadReferrals(
  ownFolder?: string,
): Promise<{ referrals: Referral[]; doubts: Doubt[]; problem?: string }> {
  const own = ownFolder === undefined ? undefined : { folder: ownFolder, name: 'referrals.yaml' }
  const { facts, placeOf, problem } = await loadFacts(referralsFile, builtIn, own)
  const referrals = Object.entries(facts).map(([id, referral]) => ({ id, ...referral }))
  const doubts = referrals
    .filter(({ verified }) => !verified)
    .map(
      ({ id }): Doubt => ({ kind: 'referrals', ...placeOf([id, 'verified']), what: `${id}: not verified` }),
    )
  return { referrals, doubts, ...(problem === undefined ? {} : { problem }) }
}
