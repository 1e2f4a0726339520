import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type Entry, fromFdPromise } from 'yauzl'
import { AppError } from '../../../../server/errors.ts'
import { isBroken } from './is-broken.ts'

/** A workbook has some dozen parts. */
const mostEntries = 2000

/** What a part of an archive may unpack to, in bytes: more is a bomb, or nothing for this machine to chew on. */
const mostUnpacked = 512 << 20

/** Tables come to a tenth or a thirtieth of their size, and what holds little else than one letter to a thousandth. */
const mostRatio = 200
const harmless = 64 << 20

/** The parts of a workbook, by their paths in it. */
export interface Archive {
  has(path: string): boolean
  /**
   * The part, unpacked as it is read.
   * @param most bytes it may unpack to, where it is one that should be small
   * @throws AppError when there is none, it is too large, or what it says of itself is not true
   */
  stream(path: string, most?: number): Promise<Readable>
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
    async stream(path, most = mostUnpacked) {
      const entry = entries.get(path)
      if (!entry) throw isBroken()
      if (entry.isEncrypted())
        throw new AppError('bad_data', 'the archive is locked by a password: save the workbook without one')
      if (entry.uncompressedSize > most)
        throw new AppError(
          'bad_data',
          `a part of the workbook unpacks to more than ${most >> 20} MB: split it, or save it as CSV`,
        )
      if (entry.uncompressedSize > Math.max(harmless, mostRatio * entry.compressedSize))
        throw new AppError(
          'bad_data',
          'the workbook unpacks to far more than a table does: open it and save it again, or save it as CSV',
        )
      return zip.openReadStreamPromise(entry).catch((cause) => {
        throw isBroken(cause)
      })
    },
  }
}
