import { randomUUID } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import type { Config } from './config.ts'
import { type LoadedKnowledge, loadKnowledge, type Reused } from './load-knowledge.ts'

type Folders = Pick<Config, 'units' | 'knowledgeDir' | 'dataDir'>

/** Folders in it that hold no facts: what a language model reads, and what is not finished. */
const notFacts = /^(?:documents|drafts)(?:\/|$)/
/** The files that are read; anything else that looks like facts is named, since somebody meant something by it. */
const read =
  /^(?:service-points|office-hours|holidays|life-events|referrals|dossier-statuses|dossier-rules|announcements|synonyms|abbreviations|intents|common-words|texts\/(?:vi|en|commands)|procedures\/[^/]+)\.yaml$/
const looksLikeFacts = /\.(?:ya?ml|json)$/

/**
 * What the assistant knows with the operator's own files laid over it. A file of theirs that is wrong is named in
 * `problems`, and its last good copy, if there is one, stays in force.
 * @param reused what may be taken over from an earlier reading
 * @throws AppError `bad_data` naming file and line when a built-in file is bad
 */
export async function loadInForce(
  folders: Folders,
  today: Temporal.PlainDate,
  reused: Reused = {},
): Promise<LoadedKnowledge> {
  const { knowledgeDir, units: served } = folders
  const loaded = await loadKnowledge({ served, today, ownFolder: knowledgeDir }, reused)
  const files = await listFiles(knowledgeDir)
  const strange = files.filter((file) => looksLikeFacts.test(file) && !read.test(file))
  const unread = strange.map(
    (file) => `${join(knowledgeDir, file)}: no file of this name is read; the README lists those that are`,
  )
  const spoilt = spoiltFiles(knowledgeDir, loaded.problems)
  const problems = [...loaded.problems, ...unread]
  if (spoilt.size === 0) return { ...loaded, problems }
  const mixed = await mkdtemp(join(tmpdir(), 'mot-cua-knowledge-'))
  try {
    const kept = await newestCopy(folders)
    for (const file of files.filter((one) => read.test(one) && !spoilt.has(one))) {
      await copyFile(join(knowledgeDir, file), join(mixed, file))
    }
    for (const file of spoilt) {
      if (kept) await copyFile(join(kept, file), join(mixed, file)).catch(ignoreAbsent)
    }
    return { ...(await loadKnowledge({ served, today, ownFolder: mixed }, reused)), problems }
  } finally {
    await rm(mixed, { recursive: true, force: true })
  }
}

/** The files that the problems are about, by their paths from the folder; a folder in a file's place is one too. */
function spoiltFiles(folder: string, problems: readonly string[]): ReadonlySet<string> {
  const named = problems
    .filter((problem) => problem.startsWith(join(folder, sep)))
    .map((problem) => withSlashes(problem.slice(join(folder, sep).length).split(':', 1)[0] ?? ''))
  return new Set(named.filter((file) => read.test(file)))
}

/**
 * Keeps a copy of the operator's files, all of which are right, for the day when one is not.
 * @param signature of the files that were found right: when they have changed since, there is nothing to keep
 */
export async function keepCopy(folders: Folders, signature: string): Promise<void> {
  const home = copiesIn(folders)
  const unfinished = join(home, `.${randomUUID()}`)
  await mkdir(unfinished, { recursive: true })
  try {
    for (const file of await listFiles(folders.knowledgeDir)) {
      await copyFile(join(folders.knowledgeDir, file), join(unfinished, file))
    }
    if ((await signatureOf(folders.knowledgeDir)) !== signature) return
    // Copies are named in the order they were made, so the newest whole one is found whatever was interrupted.
    const before = await listCopies(folders)
    const next = String(Number(before.at(-1) ?? 0) + 1).padStart(9, '0')
    await rename(unfinished, join(home, next))
    for (const old of before.slice(0, -1)) await rm(join(home, old), { recursive: true, force: true })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** Changes when a file is added, removed or written. */
export async function signatureOf(folder: string): Promise<string> {
  const files = await listFiles(folder)
  const states = await Promise.all(
    files.map(async (file) => {
      const found = await stat(join(folder, file)).catch(() => undefined)
      return `${file} ${found?.mtimeMs} ${found?.ctimeMs} ${found?.size}`
    }),
  )
  return states.join('\n')
}

/** The operator's files, by their paths from the folder, links followed; none when there is no folder. */
export async function listFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return found
    .filter((one) => !one.isDirectory())
    .map((one) => withSlashes(relative(folder, join(one.parentPath, one.name))))
    .filter((path) => !notFacts.test(path) && !/(?:^|\/)\./.test(path))
    .sort()
}

/** Paths within the folder are written alike on every system. */
function withSlashes(path: string): string {
  return path.split(sep).join('/')
}

async function newestCopy(folders: Folders): Promise<string | undefined> {
  const newest = (await listCopies(folders)).at(-1)
  return newest && join(copiesIn(folders), newest)
}

async function listCopies(folders: Folders): Promise<string[]> {
  const names = await readdir(copiesIn(folders)).catch(() => [])
  return names.filter((name) => /^\d+$/.test(name)).sort()
}

function copiesIn({ dataDir }: Folders): string {
  return join(dataDir, 'knowledge-in-force')
}

async function copyFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await cp(from, to, { dereference: true })
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
