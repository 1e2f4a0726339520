import { readdir, readFile, readlink } from 'node:fs/promises'
import type { Installation } from '../../support/start-server.ts'

/**
 * The processes that belong to an installation, by their command lines: those that work in its folder (PostgreSQL
 * does) or were given it as a setting. Linux only; elsewhere there are none to be seen.
 */
export async function processesIn({ folder }: Installation): Promise<string[]> {
  if (process.platform !== 'linux') return []
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      const [cwd, environment, command] = await Promise.all([
        readlink(`/proc/${pid}/cwd`),
        readFile(`/proc/${pid}/environ`, 'utf8'),
        readFile(`/proc/${pid}/cmdline`, 'utf8'),
      ])
      // One that has just ended and waits for its parent has no command line left.
      if (command && (cwd.startsWith(folder) || environment.includes(folder)))
        found.push(command.replaceAll('\0', ' ').trim())
    } catch {
      // It has ended meanwhile, or is none of ours to look at.
    }
  }
  return found
}
