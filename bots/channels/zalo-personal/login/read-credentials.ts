import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { AppError } from '../../../../server/errors.ts'
import { asFields } from '../../read-json.ts'

/** One cookie, in the form a browser's extension exports it or the library keeps it. */
export type Cookie = Readonly<Record<string, unknown>>

/** What logs an account in. */
export interface Credentials {
  cookie: readonly Cookie[]
  imei: string
  userAgent: string
}

export interface CredentialsFile {
  credentials: Credentials
  /** Tells one state of the file from another. */
  fingerprint: string
}

/**
 * Reads the file that `ZALO_PERSONAL_CREDENTIALS` names. Nothing is ever written to it.
 * @throws AppError `bad_setting` saying what is wrong with it; never what stands in it
 */
export async function readCredentials(path: string): Promise<CredentialsFile> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'does not exist' : `cannot be read (${cause.code})`
    throw wrong(`names a file that ${why}`)
  })
  const fields = asFields(parse(text))
  if (!fields) throw wrong('names a file that is not JSON')
  const { cookie, imei, userAgent } = fields
  const list = Array.isArray(cookie) ? cookie : asFields(cookie)?.cookies
  if (!Array.isArray(list) || list.length === 0) throw wrong('names a file without "cookie"')
  if (!list.every(isCookie)) throw wrong('names a file with a cookie that lacks its name or its value')
  if (typeof imei !== 'string' || !imei) throw wrong('names a file without "imei"')
  if (typeof userAgent !== 'string' || !userAgent) throw wrong('names a file without "userAgent"')
  const fingerprint = createHash('sha256').update(text).digest('hex').slice(0, 32)
  return { credentials: { cookie: list, imei, userAgent }, fingerprint }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
}

function isCookie(value: unknown): value is Cookie {
  const fields = asFields(value)
  const name = fields?.key ?? fields?.name
  return typeof name === 'string' && name !== '' && typeof fields?.value === 'string'
}

function wrong(what: string): AppError {
  return new AppError(
    'bad_setting',
    `ZALO_PERSONAL_CREDENTIALS ${what}: it takes {"cookie":[…],"imei":"…","userAgent":"…"}; export it again, or unset it and run "zalo login"`,
  )
}
