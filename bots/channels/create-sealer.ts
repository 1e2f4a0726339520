import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

export interface Sealer {
  /** @param purpose what is sealed for one purpose opens for no other */
  seal(purpose: string, value: unknown): string
  /** @returns undefined for anything but what was sealed with this key for this purpose */
  open(purpose: string, sealed: string): unknown
  /** By what a secret is known again, without its being kept. */
  fingerprint(secret: string): string
}

const ivLength = 12
const tagLength = 16

/** Values encrypted at rest, by AES-256-GCM. @param key 32 bytes, for this alone */
export function createSealer(key: Buffer): Sealer {
  return {
    seal(purpose, value) {
      const iv = randomBytes(ivLength)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose))
      const hidden = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64url')
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      const [iv, tag] = [bytes.subarray(0, ivLength), bytes.subarray(ivLength, ivLength + tagLength)]
      if (tag.length < tagLength) return undefined
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagLength })
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag)
        const shown = Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()])
        return JSON.parse(shown.toString('utf8'))
      } catch {
        return undefined
      }
    },
    fingerprint: (secret) =>
      createHmac('sha256', key).update(`fingerprint\0${secret}`).digest('hex').slice(0, 24),
  }
}
