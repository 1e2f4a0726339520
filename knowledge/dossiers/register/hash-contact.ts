import type { KeyObject } from 'node:crypto'
import { hashPhone, hashProof } from '../access/dossier-hashes.ts'
import { normalisePhone } from '../access/normalise-phone.ts'
import type { DossierUpdate } from '../dossier.ts'

/** How the register knows whose a dossier is: hashes, and two digits to say which number is meant. */
export interface ContactHashes {
  phone_hash: string | null
  phone_last2: string | null
  proof_hash: string | null
}

/**
 * The hashes a dossier has after an update. A number that takes another's place ends the proof by the former one.
 * @param replaces whether what is said counts, or only fills what is missing
 */
export function hashContact(
  key: KeyObject,
  stored: ContactHashes | undefined,
  { code, phone, idLast4 }: DossierUpdate,
  replaces: boolean,
): ContactHashes {
  const known = stored ?? { phone_hash: null, phone_last2: null, proof_hash: null }
  const number = phone === undefined ? undefined : normalisePhone(phone)
  const hashed = number === undefined ? undefined : hashPhone(key, number)
  if (number === undefined || !hashed) return known
  const same = hashed.hash === known.phone_hash
  if (!same && known.phone_hash !== null && !replaces) return known
  const proof =
    idLast4 === undefined ? undefined : hashProof(key, { code, idLast4, phoneLast4: number.slice(-4) })
  const kept = same ? known.proof_hash : null
  return {
    phone_hash: hashed.hash,
    phone_last2: hashed.last2,
    proof_hash: replaces ? (proof ?? kept) : (kept ?? proof ?? null),
  }
}
