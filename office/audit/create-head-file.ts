import { type KeyObject, randomUUID } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { type ChainHead, readSealedHead, sealHead } from './chain-head.ts'

/** The chain's end as it is kept outside the database, for whoever can write there cannot write here. */
export interface HeadFile {
  /** Undefined when nothing was kept yet, null when what is there was not made by us. */
  read(): Promise<ChainHead | undefined | null>
  /** Puts an end in the place of the former one. */
  keep(head: ChainHead): Promise<void>
}

/** @param path of a file that need not exist; only its owner can read it, and it is there whole or not at all */
export function createHeadFile(path: string, key: KeyObject): HeadFile {
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      return text === undefined ? undefined : readSealedHead(key, text.trim())
    },
    async keep(head) {
      const scratch = `${path}.${randomUUID()}`
      const file = await open(scratch, 'wx', 0o600)
      try {
        await file.writeFile(`${sealHead(key, head)}\n`)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(scratch, path)
    },
  }
}
