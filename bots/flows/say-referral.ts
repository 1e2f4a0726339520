import type { LocalText } from '../../knowledge/procedures/schema.ts'
import type { CaseScope } from './guide/case-scope.ts'

/** Whose business a matter is that is not the ward's. */
export interface KnownReferral {
  id: string
  answer: LocalText
  verified: boolean
}

/** The answer of a referral, with its doubt where nobody has verified it; undefined for one that is not known. */
export function sayReferral(
  referrals: readonly KnownReferral[],
  id: string,
  scope: Pick<CaseScope, 'lang' | 'text'>,
): string | undefined {
  const found = referrals.find((one) => one.id === id)
  if (!found) return undefined
  const answer = found.answer[scope.lang]
  return found.verified ? answer : `${answer} ${scope.text('hedge')}`
}
