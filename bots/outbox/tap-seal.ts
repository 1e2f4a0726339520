import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'

const sealLength = 8

/**
 * The data of a button: the engine's ref and a seal over it and the conversation, so that nobody can press a
 * button they were not shown. With a ref of at most 52 bytes it fits the 64 that Telegram carries.
 * @returns `<ref>~<8 characters of base64url>`
 */
export function sealTap(key: KeyObject, conversationId: string, ref: string): string {
  return `${ref}~${seal(key, conversationId, ref)}`
}

/** The ref that was sealed for this conversation; `null` for anything else. */
export function openTap(key: KeyObject, conversationId: string, data: string): string | null {
  const at = data.length - sealLength - 1
  if (at < 0 || data[at] !== '~') return null
  const ref = data.slice(0, at)
  const given = Buffer.from(data.slice(at + 1))
  const right = Buffer.from(seal(key, conversationId, ref))
  return given.length === right.length && timingSafeEqual(given, right) ? ref : null
}

function seal(key: KeyObject, conversationId: string, ref: string): string {
  const mac = createHmac('sha256', key).update(`${conversationId}\n${ref}`).digest('base64url')
  return mac.slice(0, sealLength)
}
