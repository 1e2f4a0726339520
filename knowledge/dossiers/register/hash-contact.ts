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

/** The hashes of what an update says of the applicant; undefined when it names no phone number. */
export function hashContact(
  key: KeyObject,
  { code, phone, idLast4 }: DossierUpdate,
): ContactHashes | undefined {
  const number = phone === undefined ? undefined : normalisePhone(phone)
  const hashed = number === undefined ? undefined : hashPhone(key, number)
  if (number === undefined || !hashed) return undefined
  const phoneLast4 = number.slice(-4)
  const proof = idLast4 === undefined ? null : hashProof(key, { code, idLast4, phoneLast4 })
  return { phone_hash: hashed.hash, phone_last2: hashed.last2, proof_hash: proof }
}
