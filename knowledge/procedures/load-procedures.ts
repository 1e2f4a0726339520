import { AppError } from '../../server/errors.ts'
import { buildCatalogue, type Catalogue } from './catalogue.ts'
import { readCompiled } from './compiled.ts'
import { findMistakes } from './find-mistakes.ts'
import { layOverProcedures } from './lay-over-procedures.ts'
import { type ProcedureSource, type ReadProcedure, readProcedure } from './read-procedure.ts'
import { builtInProcedures, readOwnSources, readProcedureSources } from './read-sources.ts'

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
    ownFolder === undefined ? { sources: [], unreadable: [] } : readOwnSources(ownFolder),
  ])
  const read = (folder === builtInProcedures && (await readCompiled(sources))) || readAnew(sources)
  const { procedures, problems } = layOverProcedures(read, own.sources)
  const catalogue = buildCatalogue(procedures.flatMap(({ data }) => data ?? []))
  return { catalogue, problems: [...own.unreadable, ...problems] }
}

function readAnew(sources: readonly ProcedureSource[]): ReadProcedure[] {
  const read = sources.map((source) => readProcedure(source))
  const mistakes = findMistakes(read)
  if (mistakes.length > 0) throw new AppError('bad_data', mistakes.join('; '))
  return read
}
