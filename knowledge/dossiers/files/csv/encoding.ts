import type { FileHandle } from 'node:fs/promises'
import { AppError } from '../../../../server/errors.ts'
import { readBytes } from '../read-bytes.ts'

/** How a text file is written. @property start where the text begins, behind a byte order mark */
export interface Encoding {
  name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258'
  start: number
}

const marks: readonly [string, Encoding][] = [
  ['efbbbf', { name: 'utf-8', start: 3 }],
  ['fffe', { name: 'utf-16le', start: 2 }],
  ['feff', { name: 'utf-16be', start: 2 }],
]

/** Signs that no Vietnamese word holds; where they stand in words, the letters are of TCVN3, VNI or the like. */
const strangeInWord = /\p{L}[\u00a1-\u00aa\u00ac-\u00af\u00b4-\u00b9\u00bc-\u00bf]\p{L}/u

/**
 * Finds out how the file is written. Without a mark it is UTF-8 when all of it is; else Windows-1258, the Vietnamese
 * code page of Windows, when its words look like words.
 * @throws AppError `bad_data` for what is no text, or text of an encoding that cannot be told
 */
export async function findEncoding(file: FileHandle): Promise<Encoding> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(3), 0, 3, 0)
  const start = buffer.subarray(0, bytesRead).toString('hex')
  const marked = marks.find(([mark]) => start.startsWith(mark))?.[1]
  if (marked && marked.name !== 'utf-8') return marked
  if (await isUtf8(file)) return marked ?? { name: 'utf-8', start: 0 }
  const old = new TextDecoder('windows-1258')
  for await (const bytes of readBytes(file)) {
    if (!strangeInWord.test(old.decode(bytes, { stream: true }))) continue
    throw new AppError('bad_data', 'the letters of the file are of no known encoding: save it as "CSV UTF-8"')
  }
  return { name: 'windows-1258', start: 0 }
}

/** @throws AppError when there are zero bytes, which no text has */
async function isUtf8(file: FileHandle): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let valid = true
  for await (const bytes of readBytes(file)) {
    if (bytes.includes(0))
      throw new AppError('bad_data', 'the file is neither CSV nor XLSX: save the table as one of them')
    try {
      if (valid) decoder.decode(bytes, { stream: true })
    } catch {
      valid = false
    }
  }
  try {
    decoder.decode()
  } catch {
    valid = false
  }
  return valid
}
