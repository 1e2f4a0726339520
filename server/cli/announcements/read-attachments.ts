import { constants, open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Signature } from '../../../knowledge/announcements/announcement.ts'
import type { AnnouncementFacts } from '../../../knowledge/announcements/facts/announcement-facts.ts'
import { judgeFile } from '../../../office/announcements/judge-file.ts'
import { pathOf } from '../back-up.ts'
import { sayRefusal } from './say-refusal.ts'

export interface Attachment {
  name: string
  bytes: Uint8Array
  /** Of a PDF. */
  signatures?: readonly Signature[]
}

/**
 * Reads the files that are to go with an announcement; one that is too large is not read.
 * @param paths from the caller's folder
 * @returns them, and what is wrong with any, by their place in the list
 */
export async function readAttachments(
  paths: readonly string[],
  {
    facts: { files },
    readSignatures,
  }: { facts: Pick<AnnouncementFacts, 'files'>; readSignatures(bytes: Uint8Array): Promise<Signature[]> },
): Promise<{ attachments: Attachment[]; problems: string[] }> {
  const attachments: Attachment[] = []
  const problems: string[] = []
  if (paths.length > files.most)
    return { attachments, problems: [sayRefusal({ why: 'too_many_files', values: { most: files.most } })] }
  for (const [index, path] of paths.entries()) {
    const bytes = await read(pathOf(path), files.bytes)
    const name = basename(path)
    const judged = bytes && (await judgeFile({ name, bytes }, files))
    if (bytes && judged?.ok) {
      const isPdf = judged.type === 'application/pdf'
      attachments.push({ name, bytes, ...(isPdf ? { signatures: await readSignatures(bytes) } : {}) })
    } else
      problems.push(
        `attachments.${index}: ${judged && !judged.ok ? sayRefusal(judged.refusal) : 'there is no such file, or it cannot be read'}`,
      )
  }
  return { attachments, problems }
}

/** @returns one byte more than `most` of a file that is larger; undefined when it cannot be read */
async function read(path: string, most: number): Promise<Uint8Array | undefined> {
  // Of a pipe that nobody writes to, opening would otherwise never come back.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined)
  if (!file) return undefined
  try {
    const stat = await file.stat()
    if (!stat.isFile()) return undefined
    const { size } = stat
    const wanted = Math.min(size, most + 1)
    const { bytesRead, buffer } = await file.read(Buffer.alloc(wanted), 0, wanted, 0)
    return buffer.subarray(0, bytesRead)
  } catch {
    return undefined
  } finally {
    await file.close()
  }
}
