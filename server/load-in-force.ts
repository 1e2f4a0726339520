import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import type { Config } from './config.ts'
import { type LoadedKnowledge, loadKnowledge } from './load-knowledge.ts'

type Folders = Pick<Config, 'units' | 'knowledgeDir' | 'dataDir'>

/** Folders in it that hold no facts: what a language model reads, and what is not finished. */
const notFacts = /^(?:documents|drafts)\b/

/**
 * What the assistant knows with the operator's own files laid over it. A file of theirs that is wrong is named in
 * `problems`, and its last good copy, if there is one, stays in force.
 * @param keeps whether the files are kept as the last good copy when all of them are right
 * @throws AppError `bad_data` naming file and line when a built-in file is bad
 */
export async function loadInForce(
  folders: Folders,
  today: Temporal.PlainDate,
  { keeps = false } = {},
): Promise<LoadedKnowledge> {
  const { knowledgeDir, units: served } = folders
  const load = (ownFolder: string) => loadKnowledge({ served, today, ownFolder })
  const kept = join(folders.dataDir, 'knowledge-in-force')
  // What is read is a copy: a file that somebody goes on writing must not be kept as one that was right.
  const copy = await mkdtemp(join(tmpdir(), 'mot-cua-knowledge-'))
  try {
    await copyFacts(knowledgeDir, copy)
    const loaded = await load(copy)
    if (loaded.problems.length === 0) {
      if (!keeps) return loaded
      return await replace(kept, copy).then(
        () => loaded,
        () => ({ ...loaded, problems: [`${kept}: no copy of your files could be kept there`] }),
      )
    }
    const problems = loaded.problems.map((problem) => problem.replaceAll(copy, knowledgeDir))
    for (const file of await listFiles(copy)) {
      if (!loaded.problems.some((problem) => problem.startsWith(`${join(copy, file)}:`))) continue
      await rm(join(copy, file))
      await cp(join(kept, file), join(copy, file)).catch(() => {})
    }
    const patched = await load(copy)
    // Files that are good by themselves may not fit each other: those that once did together still do.
    return { ...(patched.problems.length ? await load(kept) : patched), problems }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** The operator's files of facts, by their paths from the folder; none when there is no folder. */
export async function listFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .filter((path) => !notFacts.test(path))
    .sort()
}

/** Puts a folder in the place of another in one step, so that a crash leaves one of the two. */
async function replace(folder: string, by: string): Promise<void> {
  const [fresh, old] = [`${folder}.new`, `${folder}.old`]
  await rm(fresh, { recursive: true, force: true })
  await rm(old, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true })
  await copyFacts(by, fresh)
  await rename(folder, old).catch(() => {})
  await rename(fresh, folder)
  await rm(old, { recursive: true, force: true })
}

async function copyFacts(from: string, to: string): Promise<void> {
  for (const file of await listFiles(from)) {
    // One that has just been removed is not there to be read either.
    await cp(join(from, file), join(to, file)).catch(() => {})
  }
}
