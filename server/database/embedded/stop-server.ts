import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { program } from './find-binaries.ts'
import type { Site } from './launch-server.ts'
import { isAlive, readPostmasterFile } from './postmaster-file.ts'

/** A shutdown writes what is in memory to disk; past this it is cut short, and the next start recovers. */
const patienceMs = 5000

/** Stops the server and waits until its processes are gone. Whoever is connected is cut off. */
export async function stopServer(site: Site, pid: number): Promise<void> {
  await tell(site, pid, 'fast')
  if (await isGone(site, pid, patienceMs)) return
  await tell(site, pid, 'immediate')
  await isGone(site, pid, patienceMs)
}

async function tell(site: Site, pid: number, mode: 'fast' | 'immediate'): Promise<void> {
  if (process.platform === 'win32') {
    const args = ['stop', '-D', site.cluster, '-m', mode, '--no-wait']
    await promisify(execFile)(program(site.binaries, 'pg_ctl'), args).catch(() => {})
  } else if (isAlive(pid)) process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
}

async function isGone({ cluster }: Site, pid: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  // Removing its file is the last thing a server does, when its children are gone already.
  while ((await readPostmasterFile(cluster))?.pid === pid && isAlive(pid))
    if (performance.now() > deadline) return false
    else await sleep(10)
  // Nobody may be there to take note of its end (a container's first process): that is no reason to wait on.
  const end = performance.now() + 1000
  while (isAlive(pid) && performance.now() < end) await sleep(5)
  return true
}
