import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The contents of all files below a folder that can be read; what goes away meanwhile is passed over. */
export async function readFiles(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const contents = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name)).catch(() => Buffer.alloc(0))),
  )
  return contents
}
