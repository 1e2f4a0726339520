import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { writePrivateFile } from '../../server/write-private-file.ts'
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
    keep: (head) => writePrivateFile(path, `${sealHead(key, head)}\n`),
  }
}
