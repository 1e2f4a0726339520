import { createHmac, timingSafeEqual } from 'node:crypto'

export const signatureHeader = 'x-motcua-signature'

/** @returns null when there is none of the right form: `sha256=` and 64 hex digits */
export function readSignature(value: string | string[] | undefined): Buffer | null {
  const [, hex] = typeof value === 'string' ? (/^sha256=([\da-f]{64})$/i.exec(value.trim()) ?? []) : []
  return hex ? Buffer.from(hex, 'hex') : null
}

/** Whether the body was signed with the secret: HMAC-SHA256 over its bytes as they came. */
export function isSigned(body: Buffer, signature: Buffer, secret: string): boolean {
  return timingSafeEqual(createHmac('sha256', secret).update(body).digest(), signature)
}
