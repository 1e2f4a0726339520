import { readFileSync } from 'node:fs'
import { readFile, readlink, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What a running server says of itself in `postmaster.pid`. */
export interface PostmasterFile {
  pid: number
  port: number
  /** As the server was given it: absolute, or `.` for its own folder; empty without a socket. */
  socketFolder: string
}

/** Null when there is none, or it is not written whole yet. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port, socketFolder] = text.split('\n')
  if (!pid || !port || socketFolder === undefined) return null
  return { pid: Number(pid), port: Number(port), socketFolder: socketFolder.trim() }
}

/** Whether a process has this number that is not a server's remains. */
export function isAlive(pid: number): boolean {
  return hasNumber(pid) && !isZombie(pid)
}

/**
 * Whether the file tells of a server that is gone while its number is taken: by the next best program after a
 * reboot or in a new container, or by remains that nobody took note of. PostgreSQL cannot tell, and would refuse
 * to start. Answered only where it is certain (Linux): a server's working directory is its data folder.
 */
export async function isBlocking(cluster: string, pid: number): Promise<boolean> {
  if (!hasNumber(pid)) return false
  if (isZombie(pid)) return true
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  return folder !== null && folder !== cluster
}

/** Another account's process cannot be our server; PostgreSQL sees it so too. */
function hasNumber(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.startsWith('Z', stat.lastIndexOf(')') + 2)
  } catch {
    return false
  }
}

/** Takes a left-over file away, unless a server that has just started put its own in place. */
export async function removePostmasterFile(cluster: string, pid: number): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch(() => {})
  const text = await readFile(aside, 'utf8').catch(() => null)
  if (text === null) return
  if (text.startsWith(`${pid}\n`)) await rm(aside)
  else await rename(aside, path)
}
