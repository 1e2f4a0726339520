import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { makeImportFolders } from './import-folders.ts'

/** As long as what people write is kept. */
const keptHours = 30 * 24

const ending = '.report.json'

/**
 * Deletes the sheets that were laid away 30 days ago: they hold phones and digits of identity numbers, which the
 * register does not. Their reports stay.
 * @param now ISO instant
 */
export async function forgetSheets(dataDir: string, now: string): Promise<void> {
  const { done, failed } = await makeImportFolders(dataDir)
  const oldest = Temporal.Instant.from(now).subtract({ hours: keptHours })
  for (const folder of [done, failed]) {
    for (const name of await readdir(folder)) {
      if (!name.endsWith(ending)) continue
      const at = await readTime(join(folder, name))
      if (at && Temporal.Instant.compare(at, oldest) <= 0)
        await rm(join(folder, name.slice(0, -ending.length)), { force: true })
    }
  }
}

/** When a report was written; undefined where a file only has a report's name. */
async function readTime(path: string): Promise<Temporal.Instant | undefined> {
  try {
    const { at } = JSON.parse(await readFile(path, 'utf8')) as { at: string }
    return Temporal.Instant.from(at)
  } catch {
    return undefined
  }
}
