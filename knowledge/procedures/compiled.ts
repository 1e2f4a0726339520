import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findMistakes } from './find-mistakes.ts'
import { type ProcedureSource, type ReadProcedure, readProcedure } from './read-procedure.ts'
import { builtInProcedures, readProcedureSources } from './read-sources.ts'
import type { ProcedureFile } from './schema.ts'

/** Written at `npm ci`; reading 120 files of YAML anew takes as long as everything else at the start. */
const path = fileURLToPath(new URL('./compiled.json', import.meta.url))
/** What reads and checks them. */
const code = import.meta.dirname

interface Compiled {
  /** Of every file and of what read and checked them: with another one, what is compiled counts for nothing. */
  hash: string
  files: { name: string; data: ProcedureFile }[]
}

/** The built-in procedures as they were read and checked at the installation; undefined once a file has changed. */
export async function readCompiled(
  sources: readonly ProcedureSource[],
): Promise<ReadProcedure[] | undefined> {
  const compiled = await readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as Compiled,
    () => undefined,
  )
  if (compiled?.hash !== (await hashOf(sources))) return undefined
  return compiled.files.map(({ data }, index) => {
    const source = sources[index] as ProcedureSource
    // Lines are only looked for when there is something to say.
    return {
      name: source.name,
      data,
      raw: data,
      errors: [],
      lineOf: (at) => readProcedure(source).lineOf(at),
      placeOf: (at, within) => readProcedure(source).placeOf(at, within),
    }
  })
}

async function hashOf(sources: readonly ProcedureSource[]): Promise<string> {
  const hash = createHash('sha256')
  const sourceFiles = (await readdir(code)).filter((name) => /(?<!\.test)\.ts$/.test(name)).sort()
  for (const text of await Promise.all(sourceFiles.map((name) => readFile(join(code, name)))))
    hash.update(text)
  for (const { text } of sources) hash.update('\0').update(text)
  return hash.digest('hex')
}

async function compile(): Promise<void> {
  const sources = await readProcedureSources(builtInProcedures)
  const read = sources.map((source) => readProcedure(source))
  // Files with mistakes are left for the start to name, with their lines.
  if (findMistakes(read).length > 0) return
  const files = read.flatMap(({ name, data }) => (data ? [{ name, data }] : []))
  await writeFile(path, JSON.stringify({ hash: await hashOf(sources), files } satisfies Compiled))
}

if (import.meta.main) await compile()
