import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { type Account, canEnter, canRead } from './account.ts'
import { type Binaries, program } from './find-binaries.ts'

/**
 * PostgreSQL's programs where the account can run them. When the checkout lies where only root may look
 * (`/root`), or was unpacked readable by root alone, they are copied once to a folder that all may read.
 */
export async function shareBinaries(
  binaries: Binaries,
  account: Account | null,
  log: Log,
  homes = ['/var/cache/mot-cua', join(tmpdir(), 'mot-cua-postgresql')],
): Promise<Binaries> {
  if (account === null || isUsable(binaries.folder, account)) return binaries
  const name = `postgresql-${binaries.version}-${process.platform}-${process.arch}`
  for (const home of homes) {
    const folder = join(home, name)
    try {
      await mkdir(home, { recursive: true, mode: 0o755 })
      if (!(await isOurs(home)) || !canEnter(home, account)) continue
      if (!(await isOurs(folder))) await copy(binaries.folder, home, folder)
    } catch (cause) {
      log.warn({ err: cause, folder }, 'PostgreSQL could not be copied there')
      continue
    }
    log.info({ folder }, 'PostgreSQL runs from a copy: its account may not read this checkout')
    return { ...binaries, folder }
  }
  throw new AppError(
    'unavailable',
    `PostgreSQL does not run as root, and the account ${account.uid} may not read ${binaries.folder}: move the checkout out of a private folder such as /root, or run as a plain user`,
  )
}

function isUsable(folder: string, account: Account): boolean {
  return (
    canEnter(join(folder, 'bin'), account) &&
    canEnter(program({ folder }, 'postgres'), account) &&
    canEnter(join(folder, 'lib'), account) &&
    canRead(join(folder, 'lib', 'libpq.so.5'), account) &&
    canEnter(join(folder, 'share'), account)
  )
}

/** Nobody else can have put anything there: programs are about to be run from it. */
async function isOurs(folder: string): Promise<boolean> {
  const stats = await lstat(folder).catch(() => null)
  if (!stats?.isDirectory()) return false
  return stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0
}

async function copy(from: string, home: string, to: string): Promise<void> {
  const scratch = await mkdtemp(join(home, 'copy-'))
  try {
    await cp(from, scratch, {
      recursive: true,
      verbatimSymlinks: true,
      // Only compilers need these.
      filter: (path) => !path.endsWith('.a') && !path.endsWith('/pgxs') && !path.endsWith('/include'),
    })
    await openUp(scratch)
    await rename(scratch, to)
  } catch (error) {
    await rm(scratch, { recursive: true, force: true })
    // Somebody else may have been quicker.
    if (!(await isOurs(to))) throw error
  }
}

async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openUp(path)
    else if (entry.isFile()) await chmod(path, 0o755)
  }
}
