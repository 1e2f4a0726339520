import { readFile, rm } from 'node:fs/promises'
import type { Log } from '../../../server/log.ts'
import { writePrivateFile } from '../../../server/write-private-file.ts'
import type { Sealer } from '../create-sealer.ts'
import { asFields } from '../read-json.ts'
import type { TokenPair, TokenRow } from './token-table.ts'

/** A pair that Zalo gave and the database may not have taken. */
export interface Unsaved {
  /** The fingerprint of the sealed pair that it goes over; null where there was none. */
  over: string | null
  next: Omit<TokenRow, 'sealed'> & { pair: TokenPair }
}

/** Keeps one pair over a crash. It never throws: without it, a crash costs the connection, and nothing else. */
export interface UnsavedFile {
  /** @returns null when there is none that this key opens for this account */
  read(): Promise<Unsaved | null>
  /** On the disk for good when it resolves. */
  write(unsaved: Unsaved): Promise<void>
  /** Removes the one that goes over this pair; another process may have put the next one there. */
  remove(over: string | null): Promise<void>
}

interface Options {
  path: string
  account: string
  sealer: Sealer
  log: Pick<Log, 'warn'>
}

/** The file is sealed as the table is: whoever copies it without the key has no token. */
export function createUnsavedFile({ path, account, sealer, log }: Options): UnsavedFile {
  const purpose = `zalo_oa unsaved ${account}`

  async function read(): Promise<Unsaved | null> {
    const sealed = await readFile(path, 'utf8').catch((err: NodeJS.ErrnoException) => {
      if (err.code !== 'ENOENT' && err.code !== 'ENOTDIR')
        log.warn({ err }, 'zalo oa: the file of a pair of tokens could not be read')
      return ''
    })
    return sealed === '' ? null : asUnsaved(sealer.open(purpose, sealed))
  }

  return {
    read,
    async write(unsaved) {
      await writePrivateFile(path, sealer.seal(purpose, unsaved)).catch((err) =>
        log.warn({ err }, 'zalo oa: a new pair of tokens could not be kept in a file before it was stored'),
      )
    },
    async remove(over) {
      if ((await read())?.over !== over) return
      await rm(path, { force: true }).catch((err) =>
        log.warn({ err }, 'zalo oa: the file of a pair of tokens could not be removed'),
      )
    },
  }
}

/** What this key has sealed is what `write` was given. */
function asUnsaved(value: unknown): Unsaved | null {
  return asFields(value) ? (value as Unsaved) : null
}
