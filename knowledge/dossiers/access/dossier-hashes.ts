import { createHmac, type KeyObject, hash as oneShot } from 'node:crypto'
import { normalisePhone } from './normalise-phone.ts'

/**
 * A phone number as it is kept: a keyed hash of its international form, and its last two digits.
 * @returns undefined for what is no Vietnamese number
 */
export function hashPhone(key: KeyObject, phone: string): { hash: string; last2: string } | undefined {
  const number = normalisePhone(phone)
  if (number === undefined) return undefined
  return { hash: hash(key, 'phone', number), last2: number.slice(-2) }
}

/** What proves a dossier without a slip: its code with the last four digits of the identity number and of the phone. */
export function hashProof(
  key: KeyObject,
  { code, idLast4, phoneLast4 }: { code: string; idLast4: string; phoneLast4: string },
): string {
  return hash(key, 'proof', code, idLast4, phoneLast4)
}

/** The one-time code of an access slip, however it is typed. */
export function hashSlip(key: KeyObject, code: string): string {
  return hash(key, 'slip', code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
}

/** A dossier's code as the audit log and the counting of tries name it: the same for a real one and an invented one. */
export function hashCode(key: KeyObject, code: string): string {
  return hash(key, 'code', code)
}

/**
 * What a source said of a dossier, so that the same is known again. Keyed, since a phone number could be tried out; by
 * one call of a hash that nothing can be appended to, since an import asks it for every row.
 */
export function saidHasher(key: KeyObject): (said: string) => string {
  const prefix = hash(key, 'said')
  return (said) => oneShot('sha512-256', prefix + said, 'base64url')
}

/** Purposes are told apart within the hash, so that one key serves. No part may hold the separator. */
function hash(key: KeyObject, ...parts: string[]): string {
  return createHmac('sha256', key).update(parts.join('\0')).digest('base64url')
}
