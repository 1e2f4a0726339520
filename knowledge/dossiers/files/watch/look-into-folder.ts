import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isDatabaseAway } from '../../../../server/database/is-database-away.ts'
import { AppError } from '../../../../server/errors.ts'
import type { ImportReport } from '../import-report.ts'
import { attemptsAt } from './attempts-at.ts'
import { type Found, findSettled, type LeftAlone, type Seen } from './find-settled.ts'
import { freeName } from './free-name.ts'
import { type ImportFolders, makeImportFolders } from './import-folders.ts'
import { type Outcome, settleFile } from './settle-file.ts'

/** What looking after the folder takes. */
export interface WatchOptions {
  /** Its folder `import` is looked into. */
  dataDir: string
  /** Of several processes one takes files in hand at a time; undefined, at once, when another is at it. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>
  /** ISO instant. */
  now(): string
  /** Imports one file. Should the database be away, or `unavailable` be thrown, it is tried again the next time. */
  importFile(path: string): Promise<ImportReport>
  /** What came of a file, for the log. */
  onSettled?(outcome: Outcome): void
  /** Something lies in the folder and is never taken; its name may be anybody's, so it is not told. */
  onLeftAlone?(kind: LeftAlone): void
}

/** A file that was being read so often when the process ended is not begun again: it may be what ended it. */
const mostCrashes = 2

/**
 * Looks once into `DATA_DIR/import`: takes what lay there unchanged at the look before, imports it, and lays it into
 * `done` or `failed` with a report beside it. What a crash left in `working` comes first, unless two have.
 * @param before what the last look returned; an empty map at first
 * @throws when the database is away or the import was stopped; the file stays in `working`
 */
export async function lookIntoFolder(before: Seen, options: WatchOptions): Promise<Seen> {
  const folders = await makeImportFolders(options.dataDir)
  const first = await findSettled(folders.incoming, before)
  const idle = first.settled.length === 0 && (await listFiles(folders.working)).length === 0
  const looked = idle ? first : await options.alone(takeAll)
  for (const kind of looked?.left ?? []) options.onLeftAlone?.(kind)
  return looked?.seen ?? before

  async function takeAll(): Promise<Found> {
    for (const name of await listFiles(folders.working))
      await take(join(folders.working, name), folders, options)
    const found = await findSettled(folders.incoming, before)
    for (const name of found.settled) {
      const path = await freeName(folders.working, name)
      // Somebody may have taken it away again.
      const moved = await rename(join(folders.incoming, name), path).then(
        () => true,
        () => false,
      )
      if (moved) await take(path, folders, options)
    }
    return found
  }
}

/** But not what counts attempts beside them. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .flatMap((entry) => (entry.isFile() && !entry.name.startsWith('.') ? [entry.name] : []))
    .sort()
}

async function take(path: string, folders: ImportFolders, options: WatchOptions): Promise<void> {
  const attempts = attemptsAt(path)
  const outcome =
    (await attempts.begin()) < mostCrashes ? await importOne(path, options, attempts.end) : crashing()
  await attempts.end()
  await settleFile(path, outcome, { folders, at: options.now() })
  options.onSettled?.(outcome)
}

/** @param stopped called where it is to be taken up again and nothing has crashed */
async function importOne(
  path: string,
  options: WatchOptions,
  stopped: () => Promise<void>,
): Promise<Outcome> {
  return options.importFile(path).catch(async (error: unknown) => {
    if (error instanceof AppError && error.code !== 'unavailable') return error
    if (error instanceof AppError || isDatabaseAway(error)) {
      await stopped()
      throw error
    }
    // One that breaks something in us must not hold up those behind it for ever.
    return new AppError('internal', 'the file could not be imported: the log says what broke', {
      cause: error,
    })
  })
}

function crashing(): AppError {
  return new AppError(
    'bad_data',
    `the server ended ${mostCrashes} times while it read this file: save the table as "CSV UTF-8", or split it, and put that here`,
  )
}
