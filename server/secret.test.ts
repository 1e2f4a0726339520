import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../test/support/database.ts'
import { canMount, mountSmallDisk } from '../test/support/small-disk.ts'
import { checkSecret, decodeSecret, deriveKey, fingerprint, loadSecret } from './secret.ts'

let base: string
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'mot-cua-secret-'))
})
afterAll(() => rm(base, { recursive: true }))
const newFolder = () => mkdtemp(join(base, 'data-'))

describe('decodeSecret', () => {
  it('reads hex and both alphabets of base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 64 }), (bytes) => {
        const secret = Buffer.from(bytes)
        expect(decodeSecret(secret.toString('hex'))).toEqual(secret)
        expect(decodeSecret(secret.toString('hex').toUpperCase())).toEqual(secret)
        expect(decodeSecret(secret.toString('base64url'))).toEqual(secret)
        expect(decodeSecret(secret.toString('base64'))).toEqual(secret)
      }),
    )
  })

  it.each(['', 'short', 'a'.repeat(62), 'không phải '.repeat(10), `${'A'.repeat(43)}=\n`])(
    'refuses %j',
    (text) => {
      expect(decodeSecret(text)).toBeNull()
    },
  )
})

describe('loadSecret', () => {
  it('makes one once, for this account alone', async () => {
    const dataDir = join(await newFolder(), 'data')
    const first = await loadSecret({ dataDir })
    expect(first).toHaveLength(32)
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600)
    expect(await loadSecret({ dataDir })).toEqual(first)
  })

  it('gives the same one to all who start at once', async () => {
    const dataDir = await newFolder()
    const secrets = await Promise.all(Array.from({ length: 20 }, () => loadSecret({ dataDir })))
    expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(1)
  })

  it('prefers SECRET_KEY and writes nothing then', async () => {
    const dataDir = await newFolder()
    const secretKey = Buffer.alloc(40, 3).toString('base64')
    expect(await loadSecret({ dataDir, secretKey })).toEqual(Buffer.alloc(40, 3))
    await expect(readFile(join(dataDir, 'secret'))).rejects.toThrow('ENOENT')
  })

  it.runIf(canMount)('says that the disk is full, and leaves nothing half written on it', async () => {
    const disk = await mountSmallDisk(1)
    try {
      await writeFile(join(disk.folder, 'full'), Buffer.alloc(1024 * 1024))
      for (let start = 0; start < 2; start++) {
        const failure = { code: 'bad_setting', message: expect.stringContaining('the disk is full') }
        await expect(loadSecret({ dataDir: disk.folder })).rejects.toMatchObject(failure)
      }
      expect(await readdir(disk.folder)).toEqual(['full'])
    } finally {
      await disk.unmount()
    }
  })

  it('does not replace a file that holds something else', async () => {
    const dataDir = await newFolder()
    await writeFile(join(dataDir, 'secret'), 'oops\n')
    await expect(loadSecret({ dataDir })).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringContaining(join(dataDir, 'secret')),
    })
    expect(await readFile(join(dataDir, 'secret'), 'utf8')).toBe('oops\n')
  })

  it('says which folder cannot be used', async () => {
    const file = join(await newFolder(), 'file')
    await writeFile(file, '')
    await chmod(file, 0o600)
    await expect(loadSecret({ dataDir: join(file, 'data') })).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringMatching(/^DATA_DIR .*: set DATA_DIR/),
    })
  })
})

describe('deriveKey', () => {
  const secret = Buffer.alloc(32, 1)
  it('gives each purpose its own', () => {
    expect(deriveKey(secret, 'taps')).toHaveLength(32)
    expect(deriveKey(secret, 'taps')).toEqual(deriveKey(Buffer.alloc(32, 1), 'taps'))
    expect(deriveKey(secret, 'taps')).not.toEqual(deriveKey(secret, 'cookies'))
    expect(deriveKey(secret, 'taps')).not.toEqual(deriveKey(Buffer.alloc(32, 2), 'taps'))
  })
})

describe('checkSecret', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  it('ties the database to the first secret and refuses another', async () => {
    const ours = Buffer.alloc(32, 1)
    await Promise.all([checkSecret(database.db, ours), checkSecret(database.db, ours)])
    await checkSecret(database.db, ours)
    await expect(checkSecret(database.db, Buffer.alloc(32, 2))).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringMatching(/^SECRET_KEY/),
    })
    const kept = await database.db.selectFrom('setting').selectAll().execute()
    expect(kept).toEqual([{ key: 'secret_fingerprint', value: fingerprint(ours) }])
  })
})
