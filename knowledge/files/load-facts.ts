import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { AppError } from '../../server/errors.ts'
import { mergeFacts } from './merge-facts.ts'
import { checkFacts, parseFacts, type RawFacts } from './parse-facts.ts'

export interface LoadedFacts<T> {
  facts: T
  /** Why the operator's own file was set aside: one line that names it. The built-in facts stay in force. */
  problem?: string
  /** Where something is written: in the operator's file when that says it, or else in the built-in one. */
  placeOf(path: readonly string[]): { file: string; line: number }
}

/**
 * Reads a built-in facts file and lays the operator's file of the same name over it.
 * @param builtIn path of the file that ships with the assistant
 * @param own `{ folder, name }` of the operator's; a missing file is no problem, a bad one is a `problem`
 * @throws AppError `bad_data` when the built-in file is bad: the start is then refused
 */
export async function loadFacts<T>(
  schema: z.ZodType<T>,
  builtIn: string,
  own?: { folder: string; name: string },
): Promise<LoadedFacts<T>> {
  const base = await readFacts(builtIn)
  if (!base) throw new AppError('bad_data', `${builtIn}: not found`)
  const facts = checkFacts(schema, base.data, base)
  const placeOf = placesIn([base])
  if (!own) return { facts, placeOf }
  try {
    const laidOver = await readFacts(join(own.folder, own.name))
    // An empty file, or one of comments only, changes nothing.
    if (!laidOver || laidOver.data === null) return { facts, placeOf }
    const merged = checkFacts(schema, mergeFacts(base.data, laidOver.data), laidOver)
    return { facts: merged, placeOf: placesIn([laidOver, base]) }
  } catch (error) {
    if (error instanceof AppError) return { facts, placeOf, problem: error.message }
    throw error
  }
}

/** In the first of the files that says it. */
function placesIn(files: readonly [RawFacts, ...RawFacts[]]): LoadedFacts<unknown>['placeOf'] {
  return (path) => {
    const says = ({ data }: RawFacts) => path.reduce(valueIn, data) !== undefined
    const { file, lineOf } = files.find(says) ?? files[0]
    return { file, line: lineOf(path) }
  }
}

function valueIn(data: unknown, key: string): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, key)
    ? (data as Record<string, unknown>)[key]
    : undefined
}

async function readFacts(path: string): Promise<RawFacts | undefined> {
  try {
    return parseFacts(path, await readFile(path, 'utf8'))
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    if (isSystemError(cause) && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return undefined
    throw new AppError(
      'bad_data',
      `${path}: cannot be read${isSystemError(cause) ? ` (${cause.code})` : ''}`,
      { cause },
    )
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error
}
