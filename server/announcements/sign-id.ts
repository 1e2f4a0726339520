import { createHmac, timingSafeEqual } from 'node:crypto'

/** 132 bits. */
const length = 22

/** An id with what makes it impossible to guess. @param what of which kind it is: keys of one are none of another */
export function signId(key: Uint8Array, what: 'file' | 'event', id: string): string {
  return `${id}-${sign(key, what, id)}`
}

/** @returns the id, when the text is one that was signed so; undefined when it is not */
export function readSignedId(key: Uint8Array, what: 'file' | 'event', text: string): string | undefined {
  const [, id, given] = /^([1-9]\d{0,17})-([\w-]{22})$/.exec(text) ?? []
  if (id === undefined || given === undefined) return undefined
  return timingSafeEqual(Buffer.from(sign(key, what, id)), Buffer.from(given)) ? id : undefined
}

function sign(key: Uint8Array, what: string, id: string): string {
  return createHmac('sha256', key).update(`${what} ${id}`).digest('base64url').slice(0, length)
}
