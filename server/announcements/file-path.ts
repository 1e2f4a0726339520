import { fold } from '../../knowledge/matching/fold.ts'
import { signId } from './sign-id.ts'

const longestName = 60

/**
 * Where a file of an announcement is read: not to be guessed, so that it may be linked from what only some are told.
 * @param key the installation's, for addresses of announcements alone
 * @param unit a slug, or `all`
 */
export function filePath(key: Uint8Array, unit: string, file: { id: string; name: string }): string {
  return `/u/${unit}/files/${signId(key, 'file', file.id)}/${nameInAddress(file.name)}`
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
