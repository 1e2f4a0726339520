import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../../errors.ts'
import { type Account, canEnter } from './account.ts'

export interface Spawned {
  child: ChildProcess
  /** Settles when the program has ended: its exit code, or the signal's name. */
  ended: Promise<number | string>
}

/**
 * Starts one of PostgreSQL's programs on a data folder, as the given account, in a session of its own, so that
 * Ctrl-C in a terminal reaches us and not it.
 *
 * A data folder under one that the account may not enter (`/root`) is handed over as an open directory: its name
 * under `/proc/self/fd` leads straight to it, without the folders above.
 * @param log an open file for what the program says
 */
export function spawnIn(
  file: string,
  args: (folder: string) => string[],
  { folder, account, log }: { folder: string; account: Account | null; log: number },
): Spawned {
  const direct = canEnter(dirname(folder), account)
  if (!direct && !existsSync('/proc/self/fd'))
    throw new AppError(
      'unavailable',
      `PostgreSQL does not run as root, and the account ${account?.uid} may not enter ${dirname(folder)}: set DATA_DIR to a folder outside private ones such as /root, or run as a plain user`,
    )
  const handed = direct ? null : openSync(folder, 'r')
  try {
    const child = spawn(file, args(direct ? folder : '/proc/self/fd/3'), {
      cwd: folder,
      detached: true,
      stdio: ['ignore', log, log, ...(handed === null ? [] : [handed])],
      // Nothing of ours: it may hold secrets, and a stray PGDATA or LC_ALL must not count.
      env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: 'C', TZ: 'UTC' },
      windowsHide: true,
      ...account,
    })
    const { promise: ended, resolve, reject } = Promise.withResolvers<number | string>()
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'))
    child.once('error', (cause) => reject(explain(file, cause, account)))
    return { child, ended }
  } finally {
    if (handed !== null) closeSync(handed)
  }
}

function explain(file: string, cause: NodeJS.ErrnoException, account: Account | null): AppError {
  if (cause.code === 'EPERM' && account)
    return new AppError(
      'unavailable',
      'PostgreSQL does not run as root, and this root may not change accounts: run as a plain user, or set DATABASE_URL',
      { cause },
    )
  const why = cause.code === 'ENOENT' ? ' (built for glibc; on Alpine set DATABASE_URL)' : ''
  return new AppError('unavailable', `${file} cannot be run: ${cause.code}${why}`, { cause })
}
