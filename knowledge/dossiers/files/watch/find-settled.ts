import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** How each file looked when it was last looked at, by name. */
export type Seen = ReadonlyMap<string, string>

/** What programs are still writing, or keep beside a file that is open. */
const partial = /^\.|^~\$|\.(?:tmp|part|partial|crdownload|filepart|swp)$|~$/i

/**
 * The files of a folder that have stopped growing: which look as they did the last time. Links are not followed, and
 * folders not entered.
 */
export async function findSettled(folder: string, before: Seen): Promise<{ settled: string[]; seen: Seen }> {
  const seen = new Map<string, string>()
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || partial.test(entry.name)) continue
    const found = await lstat(join(folder, entry.name), { bigint: true }).catch(() => undefined)
    if (found?.isFile()) seen.set(entry.name, `${found.ino} ${found.size} ${found.mtimeNs}`)
  }
  const settled = [...seen.keys()].filter((name) => seen.get(name) === before.get(name)).sort()
  return { settled, seen }
}
