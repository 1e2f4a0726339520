import { lstat, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { lookOf } from './look-of.ts'

/**
 * Counts how often a file was begun and not ended, as a crash leaves it, in a file beside it (`.a.csv.attempts`). That
 * goes with what the file is: another one of the same name begins anew.
 */
export function attemptsAt(path: string) {
  const mark = join(dirname(path), `.${basename(path)}.attempts`)
  return {
    /** Counts one more. @returns how often it was begun before and not ended */
    async begin(): Promise<number> {
      const file = lookOf(await lstat(path, { bigint: true }))
      const [of, count] = (await readFile(mark, 'utf8').catch(() => '')).split('\n')
      const before = of === file ? Number(count) || 0 : 0
      await writeFile(mark, `${file}\n${before + 1}\n`, { mode: 0o600 })
      return before
    },
    async end(): Promise<void> {
      await rm(mark, { force: true })
    },
  }
}
