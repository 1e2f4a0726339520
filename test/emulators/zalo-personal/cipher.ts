import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'

/** How the data of an event is wrapped: 0 plain, 1 zlib, 2 AES-GCM over zlib, 3 AES-GCM alone. */
export type Mode = 0 | 1 | 2 | 3

const zeroIv = Buffer.alloc(16)
const zcidKey = Buffer.from('3FC4F0D2AB50057BCE0D90D9187A22B1', 'utf8')

/** AES-CBC with a zero IV; the key's length (16, 24 or 32 bytes) chooses the cipher. @returns base64 */
export function sealCbc(key: Buffer, text: string): string {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, zeroIv)
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64')
}

/** @returns null for what this key didn't seal */
export function openCbc(key: Buffer, sealed: string, encoding: 'base64' | 'hex' = 'base64'): string | null {
  try {
    const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, zeroIv)
    const opened = Buffer.concat([decipher.update(Buffer.from(sealed, encoding)), decipher.final()])
    return new TextDecoder('utf-8', { fatal: true }).decode(opened)
  } catch {
    return null
  }
}

/** What the client says of itself in `zcid`. @returns null for a forged one */
export function openZcid(zcid: string): { type: string; imei: string; at: number } | null {
  const [type, imei, at, ...more] = openCbc(zcidKey, zcid, 'hex')?.split(',') ?? []
  if (!type || !imei || !at || more.length > 0 || zcid !== zcid.toUpperCase()) return null
  return { type, imei, at: Number(at) }
}

/** The key of one login: 8 + 12 + 12 characters picked from the MD5 of `zcid_ext` and from `zcid`. */
export function loginKey(zcid: string, zcidExt: string): Buffer {
  const hash = md5(zcidExt).toUpperCase()
  const even = (text: string) => [...text].filter((_, at) => at % 2 === 0)
  const odd = (text: string) => [...text].filter((_, at) => at % 2 === 1)
  const picked = [
    ...even(hash).slice(0, 8),
    ...even(zcid).slice(0, 12),
    ...odd(zcid).reverse().slice(0, 12),
  ].join('')
  return Buffer.from(picked, 'utf8')
}

/** The signature over a login call's parameters, in the order of their names. */
export function signKey(kind: string, params: Record<string, string>): string {
  const values = Object.keys(params)
    .sort()
    .map((name) => params[name])
  return md5(`zsecure${kind}${values.join('')}`)
}

/** An event's data as it stands in its frame; `key` is the one that the connection was given. */
export function sealEvent(json: string, mode: Mode, key: Buffer): string {
  if (mode === 0) return json
  if (mode === 1) return deflateSync(json).toString('base64')
  const iv = randomBytes(16)
  const aad = randomBytes(16)
  const cipher = createCipheriv(`aes-${key.length * 8}-gcm` as 'aes-128-gcm', key, iv)
  cipher.setAAD(aad)
  const body = Buffer.concat([
    cipher.update(mode === 2 ? deflateSync(json) : Buffer.from(json)),
    cipher.final(),
  ])
  return encodeURIComponent(Buffer.concat([iv, aad, body, cipher.getAuthTag()]).toString('base64'))
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
