import { hkdfSync, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { prepareDataDir } from './data-dir.ts'
import type { Database } from './database/schema.ts'
import { AppError } from './errors.ts'
import { writeOnce } from './write-once.ts'

const shortest = 32

/**
 * The secret that all keys come from: `SECRET_KEY`, or one made once in `DATA_DIR/secret`. Of several processes
 * that start at once, all end with the same one.
 */
export async function loadSecret(config: { secretKey?: string; dataDir: string }): Promise<Buffer> {
  if (config.secretKey !== undefined) {
    const secret = decodeSecret(config.secretKey)
    if (!secret)
      throw new AppError('bad_setting', `SECRET_KEY must be at least ${shortest} random bytes, base64 or hex`)
    return secret
  }
  const file = join(await prepareDataDir(config.dataDir), 'secret')
  const text = await readFile(file, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw unusable(file, error)
    await writeOnce(file, `${randomBytes(shortest).toString('base64')}\n`).catch(
      (cause: NodeJS.ErrnoException) => {
        const why = cause.code === 'ENOSPC' ? 'the disk is full' : cause.code
        throw new AppError('bad_setting', `${file} cannot be written: ${why}`, { cause })
      },
    )
    return readFile(file, 'utf8')
  })
  const secret = decodeSecret(text.trim())
  if (!secret) throw unusable(file)
  return secret
}

/** Hex or base64, either alphabet; null when it is neither, or too short. */
export function decodeSecret(text: string): Buffer | null {
  const secret = /^([0-9a-f]{2})+$/i.test(text)
    ? Buffer.from(text, 'hex')
    : /^[\w+/-]+={0,2}$/.test(text)
      ? Buffer.from(text, 'base64')
      : null
  return secret && secret.length >= shortest ? secret : null
}

/**
 * A key of 32 bytes for one purpose; keys of different purposes tell nothing of each other.
 * @param purpose a fixed name, such as `taps`; a new one for each use
 */
export function deriveKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'mot-cua', purpose, 32))
}

/** What the secret can be recognised by, and nothing else. */
export function fingerprint(secret: Buffer): string {
  return deriveKey(secret, 'fingerprint').toString('hex').slice(0, 16)
}

/**
 * Ties the database to the secret at the first start, and holds later ones to it: with another one, every
 * stored hash, link and cookie would be void.
 * @throws AppError when the database was made with another secret
 */
export async function checkSecret(db: Kysely<Database>, secret: Buffer): Promise<void> {
  const ours = { key: 'secret_fingerprint', value: fingerprint(secret) }
  await db
    .insertInto('setting')
    .values(ours)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { value } = await db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', ours.key)
    .executeTakeFirstOrThrow()
  if (value !== ours.value)
    throw new AppError(
      'bad_setting',
      'SECRET_KEY is not the one this database was made with: set the former SECRET_KEY, or bring back the file DATA_DIR/secret',
    )
}

function unusable(file: string, cause?: NodeJS.ErrnoException): AppError {
  const why = cause ? `cannot be read (${cause.code})` : 'does not hold a secret'
  return new AppError('bad_setting', `${file} ${why}: bring it back from a copy, or set SECRET_KEY`, {
    cause,
  })
}
