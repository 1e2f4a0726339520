import { createHmac, type KeyObject } from 'node:crypto'

/**
 * What of a chat code is stored: whoever reads the table can use none of them.
 * @param code however it was typed: dashes, spaces and small letters do not matter
 * @returns the HMAC-SHA256 of prefix and letters, base64url
 */
export function hashChatCode(key: KeyObject, code: string): string {
  const letters = code.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return createHmac('sha256', key).update(letters).digest('base64url')
}
