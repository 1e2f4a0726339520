import type { Capabilities } from '../channels/channel.ts'
import type { FileRef } from '../dialogue/reply.ts'

/** Whether a channel can carry a file, by its type and size. */
export function carriesFile(
  { files }: Capabilities,
  { type, size }: Pick<FileRef, 'type' | 'size'>,
): boolean {
  return files !== undefined && Object.hasOwn(files.types, type) && size <= (files.types[type] ?? 0)
}
