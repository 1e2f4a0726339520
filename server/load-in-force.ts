import { cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
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
 * @throws AppError `bad_data` naming file and line when a built-in file is bad
 */
export async function loadInForce(folders: Folders, today: Temporal.PlainDate): Promise<LoadedKnowledge> {
  const { knowledgeDir, units: served } = folders
  const loaded = await loadKnowledge({ served, today, ownFolder: knowledgeDir })
  if (loaded.problems.length === 0) return loaded
  const mixed = await mkdtemp(join(tmpdir(), 'mot-cua-knowledge-'))
  try {
    await copyFacts(knowledgeDir, mixed)
    for (const file of await listFiles(knowledgeDir)) {
      if (!loaded.problems.some((problem) => problem.startsWith(`${join(knowledgeDir, file)}:`))) continue
      await rm(join(mixed, file))
      await cp(join(keptIn(folders), file), join(mixed, file)).catch(() => {})
    }
    const patched = await loadKnowledge({ served, today, ownFolder: mixed })
    // Files that are good by themselves may not fit each other: those that once did together still do.
    const good = patched.problems.length
      ? await loadKnowledge({ served, today, ownFolder: keptIn(folders) })
      : patched
    return { ...good, problems: loaded.problems }
  } finally {
    await rm(mixed, { recursive: true, force: true })
  }
}

/** Keeps a copy of the operator's files while all of them are good, for the day when one is not. */
export async function keepCopy(folders: Folders): Promise<void> {
  const kept = keptIn(folders)
  if ((await listFiles(folders.knowledgeDir)).length === 0) return rm(kept, { recursive: true, force: true })
  const fresh = await mkdtemp(`${kept}-`)
  await copyFacts(folders.knowledgeDir, fresh)
  await rm(kept, { recursive: true, force: true })
  await rename(fresh, kept)
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

function keptIn({ dataDir }: Folders): string {
  return join(dataDir, 'knowledge-in-force')
}

async function copyFacts(from: string, to: string): Promise<void> {
  for (const file of await listFiles(from)) await cp(join(from, file), join(to, file))
}
