import { createSecretKey, type KeyObject } from 'node:crypto'
import { deriveKey } from '../secret.ts'

/** Keys the hashes of telephone numbers, proofs, slips and codes (`knowledge/dossiers/access/dossier-hashes.ts`). */
export function dossierKey(secret: Buffer): KeyObject {
  return createSecretKey(deriveKey(secret, 'dossiers'))
}
