import { normalisePhone } from '../access/normalise-phone.ts'
import { restoreZero } from './restore-zero.ts'

/** A Vietnamese number as it was typed, with the zero that a table took from it; undefined when it is none. */
export function readPhone(typed: string): string | undefined {
  const phone = restoreZero(typed)
  return normalisePhone(phone) === undefined ? undefined : phone
}
