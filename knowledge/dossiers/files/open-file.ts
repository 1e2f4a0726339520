import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open, stat } from 'node:fs/promises'
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../../server/errors.ts'

/** A file that is held open while it is read. */
export interface OpenFile {
  handle: FileHandle
  /** How long ago it was last written to when it was opened. */
  age: Temporal.Duration
  /** @throws AppError `conflict` when another file stands in its place, or it was written to, since it was opened */
  checkSame(): Promise<void>
}

/** @throws AppError `not_found` when there is no such file, or it cannot be read */
export async function openFile(path: string): Promise<OpenFile> {
  // A named pipe would hold us until somebody writes into it.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((cause) => {
    throw new AppError('not_found', 'the file cannot be opened: check the path and who may read it', {
      cause,
    })
  })
  const before = await handle.stat({ bigint: true })
  if (!before.isFile()) {
    await handle.close()
    throw new AppError('not_found', 'this is a folder or a device: give the path of a CSV or XLSX file')
  }
  const written = Temporal.Instant.fromEpochMilliseconds(Number(before.mtimeMs))
  return {
    handle,
    age: Temporal.Now.instant().since(written),
    async checkSame() {
      const after = await stat(path, { bigint: true }).catch(() => undefined)
      const same = (['dev', 'ino', 'size', 'mtimeNs'] as const).every(
        (part) => after?.[part] === before[part],
      )
      if (!same)
        throw new AppError(
          'conflict',
          'the file was changed or replaced while it was read: run it again when it is finished',
        )
    },
  }
}
