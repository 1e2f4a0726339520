import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ownFolders } from './import-folders.ts'
import { lookOf } from './look-of.ts'

/** How everything looked when it was last looked at, by name. */
export type Seen = ReadonlyMap<string, string>

/** What is never taken, though it was put there. */
export type LeftAlone = 'folder' | 'link' | 'pipe or device' | 'hidden or unfinished file'

export interface Found {
  /** Files that have stopped growing, by name. */
  settled: string[]
  /** What has been left alone for two looks now: each is told once as long as it lies there. */
  left: LeftAlone[]
  seen: Seen
}

/** What programs are still writing, or keep beside a file that is open. */
const partial = /^\.|^~\$|\.(?:tmp|part|partial|crdownload|filepart|swp)$|~$/i

const told = 'told'

/**
 * The files of a folder that have stopped growing: which look as they did the last time. Links are not followed, and
 * folders not entered.
 */
export async function findSettled(folder: string, before: Seen): Promise<Found> {
  const seen = new Map<string, string>()
  const settled: string[] = []
  const left: LeftAlone[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const { name } = entry
    if (entry.isDirectory() && ownFolders.some((own) => own === name)) continue
    const found = await lstat(join(folder, name), { bigint: true }).catch(() => undefined)
    if (!found) continue
    const look = lookOf(found)
    const same = before.get(name) === look
    const kind = leftAlone(entry)
    if (!kind) {
      // Something else may have taken its place since the folder was read.
      if (!found.isFile()) continue
      seen.set(name, look)
      if (same) settled.push(name)
    } else if (same) {
      left.push(kind)
      seen.set(name, told)
    } else seen.set(name, before.get(name) === told ? told : look)
  }
  return { settled: settled.sort(), left, seen }
}

function leftAlone(entry: Dirent): LeftAlone | undefined {
  if (entry.isDirectory()) return 'folder'
  if (entry.isSymbolicLink()) return 'link'
  if (!entry.isFile()) return 'pipe or device'
  return partial.test(entry.name) ? 'hidden or unfinished file' : undefined
}
