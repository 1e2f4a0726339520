import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../server/errors.ts'
import type { ProcedureSource } from './read-procedure.ts'

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

/** The procedures in an operator's folder of facts (`KNOWLEDGE_DIR`), who need not have any. */
export async function readOwnSources(ownFolder: string): Promise<ProcedureSource[]> {
  const folder = join(ownFolder, 'procedures')
  return existsSync(folder) ? readProcedureSources(folder) : []
}
