import { chown, lstat, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Account } from './account.ts'
import { type Binaries, program } from './find-binaries.ts'
import { passwordFile, usesTcp } from './password.ts'
import { spawnIn } from './spawn-in.ts'

/** The one role of the embedded server. */
export const role = 'motcua'

/**
 * Makes sure that the folder holds a cluster this release can run; makes one if there is none. The cluster is
 * made beside and put in place by one rename, so that whoever starts at the same time, or after a crash in the
 * middle, finds a whole one or none.
 * @param cluster the data folder
 * @throws AppError when the folder holds something else; nothing there is touched then
 */
export async function initCluster(
  cluster: string,
  binaries: Binaries,
  account: Account | null,
  log: Log,
): Promise<void> {
  if (await isCluster(cluster, binaries)) {
    await giveTo(cluster, account)
    return
  }
  await removeRemains(cluster)
  const scratch = await mkdtemp(`${cluster}.new-`)
  try {
    await giveTo(scratch, account)
    await runInitdb(cluster, scratch, binaries, account)
    await rename(scratch, cluster).catch(async (error) => {
      // Somebody else was quicker; theirs counts.
      if (!(await isCluster(cluster, binaries))) throw error
    })
    log.info({ folder: cluster }, 'made a new PostgreSQL data folder')
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function isCluster(cluster: string, binaries: Binaries): Promise<boolean> {
  const entries = await readdir(cluster).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code === 'EACCES')
      throw new AppError(
        'unavailable',
        `${cluster} belongs to another account (was it first started as root?): run as that account, or give the folder to yours with chown -R`,
      )
    throw error
  })
  if (entries.length === 0) return false
  const major = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => null)
  if (major === null)
    throw new AppError(
      'conflict',
      `${cluster} holds something that is not PostgreSQL's data; nothing there was touched: move it away, or set another DATA_DIR`,
    )
  if (major.trim() !== binaries.major)
    throw new AppError(
      'conflict',
      `${cluster} was made by PostgreSQL ${major.trim()}, this release runs ${binaries.major}; nothing there was touched: run \`cli backup\` with the former release, move the folder away, then \`cli restore\` with this one`,
    )
  return true
}

/** What starts that were cut off left behind. A folder in use is younger. */
async function removeRemains(cluster: string): Promise<void> {
  const home = dirname(cluster)
  for (const name of await readdir(home)) {
    if (!name.startsWith(`${basename(cluster)}.new-`)) continue
    const path = join(home, name)
    const stats = await stat(path).catch(() => null)
    if (stats && Date.now() - stats.mtimeMs > 600_000) await rm(path, { recursive: true, force: true })
  }
}

/** Hands everything to the account unless it is theirs: a folder brought back from a copy made as root. */
async function giveTo(folder: string, account: Account | null): Promise<void> {
  if (!account || (await stat(folder)).uid === account.uid) return
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!(await lstat(path)).isSymbolicLink()) await chown(path, account.uid, account.gid)
  }
  // Last, so that a walk that was cut off is done again.
  await chown(folder, account.uid, account.gid)
}

async function runInitdb(
  cluster: string,
  folder: string,
  binaries: Binaries,
  account: Account | null,
): Promise<void> {
  const said = `${folder}.log`
  const log = await open(said, 'w+', 0o600)
  try {
    const { ended } = spawnIn(
      program(binaries, 'initdb'),
      (pgdata) => [
        ...['-D', pgdata, '-U', role, '-E', 'UTF8', '--locale=C'],
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
        // A socket's folder lets nobody else in; only TCP needs more.
        ...(usesTcp ? ['-A', 'scram-sha-256', '--pwfile', passwordFile(cluster)] : ['-A', 'trust']),
      ],
      { folder, account, log: log.fd },
    )
    if ((await ended) !== 0) throw explain(await readFile(said, 'utf8'), folder)
  } finally {
    await log.close()
    await rm(said, { force: true })
  }
}

function explain(said: string, folder: string): AppError {
  if (said.includes('No space left on device'))
    return new AppError(
      'unavailable',
      `The disk that holds ${dirname(folder)} is full: PostgreSQL needs some 100 MB to begin with`,
    )
  if (said.includes('could not look up effective user ID'))
    return new AppError(
      'unavailable',
      `PostgreSQL runs only under an account that has a name, and ${process.getuid?.()} has none: give it a line in /etc/passwd, or set DATABASE_URL`,
    )
  const reason = /^(?:initdb:(?: error:)?|.*(?:FATAL|PANIC):) +(.+)$/m.exec(said)?.[1] ?? 'initdb failed'
  return new AppError(
    'unavailable',
    `PostgreSQL's data folder could not be made in ${dirname(folder)}: ${reason}`,
  )
}
