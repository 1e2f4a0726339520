import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../server/errors.ts'
import { buildCatalogue, type Catalogue } from './catalogue.ts'
import { findMistakes } from './find-mistakes.ts'
import { layOverProcedures } from './lay-over-procedures.ts'
import { type ProcedureSource, readProcedure } from './read-procedure.ts'

/** The folder of the procedures that come with the assistant. */
export const builtInProcedures = fileURLToPath(new URL('./data', import.meta.url))

/**
 * Reads every `*.yaml` of a folder, with an operator's `procedures/*.yaml` laid over them.
 * @param ownFolder the operator's folder of facts (`KNOWLEDGE_DIR`)
 * @returns the catalogue, and for each of the operator's files that was set aside one line that says why
 * @throws AppError `bad_data` naming file and line of everything that is wrong in the folder itself
 */
export async function loadProcedures(
  folder: string,
  ownFolder?: string,
): Promise<{ catalogue: Catalogue; problems: string[] }> {
  const [sources, own] = await Promise.all([
    readProcedureSources(folder),
    ownFolder === undefined ? [] : readOwn(join(ownFolder, 'procedures')),
  ])
  const read = sources.map((source) => readProcedure(source))
  const mistakes = findMistakes(read)
  if (mistakes.length > 0) throw new AppError('bad_data', mistakes.join('; '))
  const { procedures, problems } = layOverProcedures(read, own)
  return { catalogue: buildCatalogue(procedures.flatMap(({ data }) => data ?? [])), problems }
}

/** An operator need not have any. */
async function readOwn(folder: string): Promise<ProcedureSource[]> {
  return existsSync(folder) ? readProcedureSources(folder) : []
}

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
