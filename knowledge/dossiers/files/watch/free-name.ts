import { lstat } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** A name of a file system may have 255 bytes; a number and `.report.json` come behind. */
const longest = 200

/** A path in a folder where nothing lies yet: the name as it is, or with a number ("a (2).csv"). */
export async function freeName(folder: string, name: string): Promise<string> {
  const extension = extname(name).slice(0, 20)
  const base = shorten(name.slice(0, name.length - extname(name).length), longest - extension.length)
  for (let number = 1; ; number++) {
    const path = join(folder, `${base}${number > 1 ? ` (${number})` : ''}${extension}`)
    if (!(await lstat(path).catch(() => undefined))) return path
  }
}

function shorten(text: string, bytes: number): string {
  let short = text
  while (Buffer.byteLength(short) > bytes) short = [...short].slice(0, -1).join('')
  return short
}
