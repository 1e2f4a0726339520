import { readFileSync } from 'node:fs'
import { readFile, readlink, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What a running server says of itself in `postmaster.pid`. */
export interface PostmasterFile {
  pid: number
  port: number
  /** As the server was given it: absolute, or `.` for its own folder; empty without a socket. */
  socketFolder: string
  /** `ready`: it takes connections, as far as it knows. `stopping`: it was told to. Else it is starting. */
  status: string
}

/** Null when there is none, or it is not written whole yet. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port, socketFolder, , , status] = text.split('\n')
  if (!pid || !port || socketFolder === undefined) return null
  return {
    pid: Number(pid),
    port: Number(port),
    socketFolder: socketFolder.trim(),
    status: status?.trim() ?? '',
  }
}

/** Whether a process has this number that is not a server's remains. */
export function isAlive(pid: number): boolean {
  return hasNumber(pid) && !isZombie(pid)
}

/**
 * Whether a lock file of this number is left over while the number is taken: by the next best program after a
 * reboot or in a new container, or by remains that nobody took note of. PostgreSQL cannot tell, and would refuse
 * to start. Answered only where it is certain (Linux): a server's working directory is its data folder.
 */
export async function isBlocking(cluster: string, pid: number): Promise<boolean> {
  if (!hasNumber(pid)) return false
  if (isZombie(pid)) return true
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  return folder !== null && folder !== cluster
}

/** Takes left-over lock files away that would keep a server from starting. */
export async function removeBlocking(cluster: string, files: string[]): Promise<void> {
  for (const path of files) {
    const pid = await readPid(path)
    if (pid === null || !(await isBlocking(cluster, pid))) continue
    // First aside: a rival may have put a living server's file there since.
    const aside = `${path}.${process.pid}`
    await rename(path, aside).catch(() => {})
    if ((await readPid(aside)) === pid) await rm(aside)
    else await rename(aside, path).catch(() => {})
  }
}

async function readPid(path: string): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return Number.parseInt(text, 10) || null
}

/** Another account's process cannot be our server; PostgreSQL sees it so too. */
function hasNumber(pid: number): boolean {
  // 0 and below are groups of processes, and 1 never is a server of ours.
  if (!(pid > 1)) return false
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
