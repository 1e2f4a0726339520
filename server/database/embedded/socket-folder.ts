import { createHash } from 'node:crypto'
import { chown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { Account } from './account.ts'

/** The shortest limit there is for a socket's path is 103 bytes (macOS); Linux has 107. */
const longest = 103 - '/.s.PGSQL.5432.lock'.length

/**
 * Where the server's socket lies: in its own folder, or, when that is too deep for a socket's path, in a private
 * folder whose name follows from it, so that every process finds the same one.
 * @returns `given` as the server is told it, `folder` as clients reach it
 */
export async function chooseSocketFolder(
  cluster: string,
  account: Account | null,
): Promise<{ given: string; folder: string }> {
  // Relative to the server's working directory: right also where it may not walk the whole path.
  if (Buffer.byteLength(cluster) <= longest) return { given: '.', folder: cluster }
  const name = `mot-cua-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`
  const base = [tmpdir(), '/tmp'].find((path) => Buffer.byteLength(join(path, name)) <= longest)
  if (!base)
    throw new AppError('bad_setting', `The path of DATA_DIR is too long for a socket: set a shorter DATA_DIR`)
  const folder = join(base, name)
  await makePrivate(folder, account)
  return { given: folder, folder }
}

/** The folder of a server that runs already, from its `postmaster.pid`. */
export function resolveSocketFolder(cluster: string, given: string): string {
  return given === '.' ? cluster : given
}

async function makePrivate(folder: string, account: Account | null): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const stats = await lstat(folder)
  const ours = [account?.uid, process.getuid?.()].includes(stats.uid)
  if (!stats.isDirectory() || !ours || (stats.mode & 0o077) !== 0)
    throw new AppError(
      'unavailable',
      `${folder} belongs to someone else: remove it, or set a DATA_DIR with a shorter path`,
    )
  if (account) await chown(folder, account.uid, account.gid)
}
