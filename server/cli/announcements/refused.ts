import type { Refusal } from '../../../knowledge/announcements/announcement.ts'
import { AppError, type ErrorCode } from '../../errors.ts'
import { sayRefusal } from './say-refusal.ts'

const codes: Partial<Record<Refusal['why'], ErrorCode>> = {
  not_found: 'not_found',
  no_role: 'forbidden',
  other_unit: 'forbidden',
  own: 'forbidden',
  state: 'conflict',
  changed: 'conflict',
}

/** All that keeps an act from being done, as one error. @param refusals at least one */
export function refused(refusals: readonly Refusal[]): AppError {
  const [first] = refusals
  return new AppError(
    (first && codes[first.why]) ?? 'bad_data',
    [...new Set(refusals.map(sayRefusal))].join('; '),
  )
}
