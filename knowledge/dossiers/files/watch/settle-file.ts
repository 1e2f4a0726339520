import { chmod, rename, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../../../server/errors.ts'
import type { ImportReport } from '../import-report.ts'
import { freeName } from './free-name.ts'
import type { ImportFolders } from './import-folders.ts'

/** What came of a file. */
export type Outcome = ImportReport | AppError

/** Lays a file away for us alone, with its report beside it. @param at ISO instant */
export async function settleFile(
  path: string,
  outcome: Outcome,
  { folders, at }: { folders: ImportFolders; at: string },
): Promise<void> {
  const failed = outcome instanceof AppError
  const target = await freeName(failed ? folders.failed : folders.done, basename(path))
  const report = { file: basename(target), at, ...(failed ? { error: outcome.message } : outcome) }
  // The report first: a crash between the two leaves the file where it is taken up again.
  const scratch = `${target}.report.json.tmp`
  await writeFile(scratch, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600 })
  await rename(scratch, `${target}.report.json`)
  // Another account's file cannot be changed; the folder lets nobody else in either.
  await chmod(path, 0o600).catch(() => {})
  await rename(path, target)
}
