import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type Entry, fromFdPromise } from 'yauzl'
import { AppError } from '../../../../server/errors.ts'
import { isBroken } from './is-broken.ts'

/** A workbook has some dozen parts. */
const mostEntries = 2000

/** What a part of an archive may unpack to, in bytes: more is a bomb, or nothing for this machine to chew on. */
const mostUnpacked = 512 << 20

/** The parts of a workbook, by their paths in it. */
export interface Archive {
  has(path: string): boolean
  /** The part, unpacked as it is read. @throws AppError when there is none, or what it says of itself is not true */
  stream(path: string): Promise<Readable>
}

/**
 * Opens an archive without unpacking anything. Each part says how much it unpacks to; what says too much is refused
 * at once, and what turns out to be more than it says breaks off there (yauzl's `validateEntrySizes`).
 * @throws AppError `bad_data`
 */
export async function openArchive(file: FileHandle): Promise<Archive> {
  const entries = new Map<string, Entry>()
  const zip = await fromFdPromise(file.fd, { autoClose: false }).catch((cause) => {
    throw isBroken(cause)
  })
  if (zip.entryCount > mostEntries) throw new AppError('bad_data', 'the file is an archive, not a workbook')
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
  } catch (cause) {
    throw isBroken(cause)
  }
  return {
    has: (path) => entries.has(path),
    async stream(path) {
      const entry = entries.get(path)
      if (!entry) throw isBroken()
      if (entry.isEncrypted())
        throw new AppError('bad_data', 'the archive is locked by a password: save the workbook without one')
      if (entry.uncompressedSize > mostUnpacked)
        throw new AppError(
          'bad_data',
          `the workbook unpacks to more than ${mostUnpacked >> 20} MB: split it, or save it as CSV`,
        )
      return zip.openReadStreamPromise(entry).catch((cause) => {
        throw isBroken(cause)
      })
    },
  }
}
