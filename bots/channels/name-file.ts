import type { FileRef } from '../dialogue/reply.ts'

const endings: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
}

/**
 * The name that a file is handed over by: nothing that a header or a disk could take for something else, and with the
 * ending of its type, by which apps choose how to open it.
 */
export function nameFile({ name, type }: Pick<FileRef, 'name' | 'type'>): string {
  const clean = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}"'\\/:*?<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120)
    .toWellFormed()
    .replace(/^[.\s]+/, '')
  const known = endings[type]
  const ending = /\.(\w{1,5})$/.exec(clean)?.[1]?.toLowerCase()
  if (!known || (ending && known.includes(ending))) return clean || 'file'
  return `${clean.replace(/\.+$/, '') || 'file'}.${known[0]}`
}
