import type { FileHandle } from 'node:fs/promises'
import { readBytes } from '../read-bytes.ts'
import type { Encoding } from './encoding.ts'

/** The file's text as UTF-8, whatever it is written in. @param from how many bytes of UTF-8 to leave out */
export async function* readText(
  file: FileHandle,
  { name, start }: Encoding,
  from: number,
): AsyncGenerator<Buffer> {
  if (name === 'utf-8') return yield* readBytes(file, start + from)
  const decoder = new TextDecoder(name, { ignoreBOM: true })
  let left = from
  for await (const bytes of readBytes(file, start)) {
    const text = Buffer.from(decoder.decode(bytes, { stream: true }))
    if (text.length > left) yield text.subarray(left)
    left = Math.max(0, left - text.length)
  }
}
