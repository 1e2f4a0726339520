import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { AppError } from '../errors.ts'

/**
 * A backup is gzipped lines: the manifest; for each table `#table <name>` and its rows, one JSON object a line;
 * and `#end` with what was written, without which the file is not whole.
 */
export const manifestShape = z.object({
  format: z.literal('mot-cua backup'),
  version: z.number(),
  createdAt: z.string(),
  /** The migrations the tables had, in order. */
  migrations: z.array(z.string()).min(1),
  /** Which SECRET_KEY the data needs. */
  secretFingerprint: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  /** How far each sequence had come, so that no id is given twice. */
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
})
export const endShape = z.object({ rows: z.record(z.string(), z.number()) })

export type Manifest = z.infer<typeof manifestShape>

export const currentVersion = 1
/** A file of 20 MB is 40 million characters; without a bound a damaged backup could fill the memory. */
const longestLine = 64_000_000
export const tableMark = '#table '
export const endMark = '#end '

/** The lines of a backup, one at a time. @throws AppError when the file is no backup, or damaged */
export async function* readBackup(file: string): AsyncGenerator<string> {
  const source = createReadStream(file)
  const text = createGunzip()
  source.on('error', (error) => text.destroy(error))
  // Pieces of a line that goes on; put together once, however long it is.
  let rest: string[] = []
  let length = 0
  try {
    for await (const chunk of source.pipe(text).setEncoding('utf8')) {
      const [first = '', ...lines] = `${chunk}`.split('\n')
      rest.push(first)
      length += first.length
      if (length > longestLine) throw damaged(file)
      const last = lines.pop()
      if (last === undefined) continue
      yield rest.join('')
      yield* lines
      rest = [last]
      length = last.length
    }
  } catch (cause) {
    throw explain(file, cause as NodeJS.ErrnoException)
  } finally {
    source.destroy()
  }
  if (length > 0) throw cutOff(file)
}

export function damaged(file: string, line?: number, cause?: unknown): AppError {
  const where = line === undefined ? '' : ` at or before line ${line}`
  return new AppError('bad_data', `${file} is damaged${where}: take another copy of it, or another backup`, {
    cause,
  })
}

export function cutOff(file: string): AppError {
  return new AppError('bad_data', `${file} ends in the middle: take another copy of it, or another backup`)
}

function explain(file: string, cause: NodeJS.ErrnoException): Error {
  if (cause instanceof AppError) return cause
  if (cause.code === 'Z_BUF_ERROR') return cutOff(file)
  if (cause.code?.startsWith('Z_'))
    return new AppError('bad_data', `${file} is not a backup made by \`cli backup\`, or it is damaged`, {
      cause,
    })
  if (cause.code === 'ENOENT') return new AppError('not_found', `There is no file ${file}`, { cause })
  if (cause.code) return new AppError('bad_data', `${file} cannot be read (${cause.code})`, { cause })
  return cause
}
