import { randomUUID } from 'node:crypto'
import { link, open, unlink } from 'node:fs/promises'

/**
 * Writes the file, readable by us alone, unless it exists. It appears whole or not at all, and of several
 * processes at once one wins: read it afterwards.
 */
export async function writeOnce(path: string, text: string): Promise<void> {
  const scratch = `${path}.${randomUUID()}`
  const file = await open(scratch, 'wx', 0o600)
  try {
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    // Unlike a rename, a link never replaces what is there.
    await link(scratch, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(scratch)
  }
}
