import { createHmac, type KeyObject } from 'node:crypto'

/**
 * By what somebody's wrong codes are counted: a keyed hash of where they write, so that neither erasing one's data nor
 * beginning anew clears the count.
 */
export function whoOf(
  tryKey: KeyObject,
  { channel, account, chat }: { channel: string; account: string; chat: string },
): string {
  return createHmac('sha256', tryKey).update(`${channel}:${account}:${chat}`).digest('base64url')
}
