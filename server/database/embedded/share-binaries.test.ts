import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '../../log.ts'
import { type Binaries, findBinaries, program } from './find-binaries.ts'
import { shareBinaries } from './share-binaries.ts'

const nobody = { uid: 65534, gid: 65534 }
const log = createLog('silent')
let folder: string
let home: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mot-cua-share-'))
  home = join(folder, 'home')
  await chmod(folder, 0o711)
})
afterEach(() => rm(folder, { recursive: true }))

describe('shareBinaries', () => {
  it('leaves them where they are for a plain user', async () => {
    const binaries: Binaries = { folder: '/anywhere', version: '18', major: '18' }
    expect(await shareBinaries(binaries, null, log, [])).toBe(binaries)
  })

  const asRoot = it.runIf(process.getuid?.() === 0)

  asRoot('copies them, once, from where only root may look', async () => {
    const hidden = await hide()
    const [one, two] = await Promise.all([
      shareBinaries(hidden, nobody, log, [home]),
      shareBinaries(hidden, nobody, log, [home]),
    ])
    expect(one).toEqual(two)
    expect(await readdir(home)).toHaveLength(1)
    const said = execFileSync(program(one, 'postgres'), ['--version'], { ...nobody, cwd: '/' })
    expect(said.toString()).toContain(`PostgreSQL) ${hidden.major}`)
    expect(await shareBinaries(one, nobody, log, [])).toBe(one)
  })

  asRoot('trusts no folder that others may write to', async () => {
    const hidden = await hide()
    await mkdir(home)
    await chmod(home, 0o777)
    await expect(shareBinaries(hidden, nobody, log, [home])).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/move the checkout/),
    })
    expect(await readdir(home)).toEqual([])
  })
})

/** A checkout as in `/root`. */
async function hide(): Promise<Binaries> {
  const binaries = findBinaries()
  const hidden = join(folder, 'root')
  await mkdir(hidden, { mode: 0o700 })
  await cp(binaries.folder, join(hidden, 'native'), { recursive: true, verbatimSymlinks: true })
  return { ...binaries, folder: join(hidden, 'native') }
}
