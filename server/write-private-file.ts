import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file whole or not at all, for this account alone; when it resolves, the file outlasts a power cut. The
 * folder is made where it is missing.
 */
export async function writePrivateFile(path: string, content: string | Buffer): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const scratch = `${path}.${randomUUID()}`
  try {
    const file = await open(scratch, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(scratch, path)
  } catch (error) {
    await rm(scratch, { force: true })
    throw error
  }
  // The name is the folder's content; some file systems let no folder be synced, and then there is no more to do.
  const entries = await open(folder, 'r')
  await entries
    .sync()
    .catch(() => {})
    .finally(() => entries.close())
}
