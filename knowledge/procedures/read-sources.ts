import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../server/errors.ts'
import type { ProcedureSource } from './read-procedure.ts'

/** In bytes: far more than a procedure takes. */
const largest = 2_000_000

/** The folder of the procedures that come with the assistant. */
export const builtInProcedures = fileURLToPath(new URL('./data', import.meta.url))

/**
 * The texts of the procedure files of a folder, in the order of their names.
 * @throws AppError `bad_data` when the folder or a file cannot be read
 */
export async function readProcedureSources(folder: string): Promise<ProcedureSource[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
    return await Promise.all(
      names.map(async (name) => {
        const path = join(folder, name)
        return { name: path, text: await readFile(path, 'utf8') }
      }),
    )
  } catch (cause) {
    throw new AppError('bad_data', `Procedure files in ${folder} cannot be read`, { cause })
  }
}

/**
 * The procedures in an operator's folder of facts (`KNOWLEDGE_DIR`), who need not have any.
 * @returns the files that can be read, and for each that cannot one line that names it
 */
export async function readOwnSources(
  ownFolder: string,
): Promise<{ sources: ProcedureSource[]; unreadable: string[] }> {
  const folder = join(ownFolder, 'procedures')
  const sources: ProcedureSource[] = []
  const unreadable: string[] = []
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') unreadable.push(`${folder}: cannot be read (${error.code})`)
    return []
  })
  for (const name of names.filter((one) => one.endsWith('.yaml')).sort()) {
    const path = join(folder, name)
    try {
      if ((await stat(path)).size > largest) throw Object.assign(new Error(), { code: 'too large' })
      sources.push({ name: path, text: await readFile(path, 'utf8') })
    } catch (error) {
      unreadable.push(`${path}:1: cannot be read (${(error as NodeJS.ErrnoException).code})`)
    }
  }
  return { sources, unreadable }
}
