import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '../../../../server/errors.ts'
import { scratchFolder } from '../../../../test/support/sheet-files.ts'
import { forgetSheets } from './forget-sheets.ts'
import { type ImportFolders, makeImportFolders } from './import-folders.ts'
import { settleFile } from './settle-file.ts'

let folder: Awaited<ReturnType<typeof scratchFolder>>
let folders: ImportFolders
beforeEach(async () => {
  folder = await scratchFolder()
  folders = await makeImportFolders(folder.path)
})
afterEach(() => folder.remove())

async function settle(name: string, at: string, failed: boolean): Promise<void> {
  const path = join(folders.working, name)
  await writeFile(path, '0912345678')
  const counts = { read: 1, inserted: 1, updated: 0, unchanged: 0, rejected: [], warnings: [] }
  await settleFile(path, failed ? new AppError('bad_data', 'broken') : counts, { folders, at })
}

it('deletes a sheet 30 days after it was laid away, and keeps its report', async () => {
  for (const failed of [false, true]) {
    await settle('old.csv', '2026-10-23T03:00:00.000Z', failed)
    await settle('new.csv', '2026-10-23T03:00:01.000Z', failed)
  }
  // Named like a report, and none.
  await settle('odd.report.json', '2026-11-22T03:00:00.000Z', false)
  await forgetSheets(folder.path, '2026-11-22T03:00:00.000Z')
  const kept = ['new.csv', 'new.csv.report.json', 'old.csv.report.json']
  expect((await readdir(folders.failed)).sort()).toEqual(kept)
  expect((await readdir(folders.done)).sort()).toEqual(
    [...kept, 'odd.report.json', 'odd.report.json.report.json'].sort(),
  )
})
