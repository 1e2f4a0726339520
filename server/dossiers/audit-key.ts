import { createSecretKey, type KeyObject } from 'node:crypto'
import { deriveKey } from '../secret.ts'

/** Chains the log of who looked (`office/audit/chain-hash.ts`). */
export function auditKey(secret: Buffer): KeyObject {
  return createSecretKey(deriveKey(secret, 'audit'))
}
