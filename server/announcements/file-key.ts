import { createHmac, timingSafeEqual } from 'node:crypto'
import { fold } from '../../knowledge/matching/fold.ts'

/** 132 bits. */
const length = 22
const longestName = 60

/**
 * Where a file of an announcement is read: not to be guessed, so that it may be linked from what only some are told.
 * @param key the installation's, for this purpose alone
 * @param unit a slug, or `all`
 */
export function filePath(key: Uint8Array, unit: string, file: { id: string; name: string }): string {
  return `/u/${unit}/files/${file.id}-${fileKey(key, file.id)}/${nameInAddress(file.name)}`
}

/** Reads the part of such an address that says which file it is. @returns its id; undefined when the key is wrong */
export function readFileKey(key: Uint8Array, text: string): string | undefined {
  const [, id, given] = /^([1-9]\d{0,17})-([\w-]{22})$/.exec(text) ?? []
  if (id === undefined || given === undefined) return undefined
  return timingSafeEqual(Buffer.from(fileKey(key, id)), Buffer.from(given)) ? id : undefined
}

function fileKey(key: Uint8Array, id: string): string {
  return createHmac('sha256', key).update(`file ${id}`).digest('base64url').slice(0, length)
}

/** Plain letters, since it stands in messages; the whole name comes with the file. */
function nameInAddress(name: string): string {
  const dot = name.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot + 1)] : [name, '']
  const plain = (part: string) =>
    fold(part.slice(0, 4 * longestName))
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, longestName)
      .replace(/^-+|-+$/g, '')
  const end = plain(ending).slice(0, 5)
  return `${plain(stem) || 'tep'}${end ? `.${end}` : ''}`
}
