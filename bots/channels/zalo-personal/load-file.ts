import { inTime } from '../../../server/in-time.ts'
import type { FileRef } from '../../dialogue/reply.ts'
import { readPhotoHeader } from '../../photos/read-photo-header.ts'
import type { FileStore } from '../channel.ts'
import { nameFile } from '../name-file.ts'
import type { OutgoingFile } from './zalo-client.ts'

const readMs = 4_000

/**
 * A file as the library takes it. Zalo knows what was handed over for one chat only, so its bytes go with every message.
 * @returns null when there is no such file any more. Rejects when that cannot be had.
 */
export async function loadFile(files: FileStore, file: FileRef): Promise<OutgoingFile | null> {
  const bytes = await inTime(files.read(file.id), readMs)
  if (bytes === null) return null
  const picture = file.type.startsWith('image/') ? readPhotoHeader(bytes) : null
  const { width, height } = picture ?? {}
  return {
    name: withEnding(nameFile(file)),
    bytes,
    ...(width === undefined || height === undefined ? {} : { width, height }),
  }
}

function withEnding(name: string): OutgoingFile['name'] {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? `${name}.bin` : `${name.slice(0, dot)}.${name.slice(dot + 1)}`
}
