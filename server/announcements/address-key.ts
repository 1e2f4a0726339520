import { deriveKey } from '../secret.ts'

/** The installation's key for addresses of files and events that nobody is to guess (`sign-id.ts`). */
export function addressKey(secret: Buffer): Buffer {
  return deriveKey(secret, 'addresses of announcements')
}
