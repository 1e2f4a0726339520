import { resolve } from 'node:path'
import { backup } from '../database/backup.ts'
import { restore } from '../database/restore.ts'
import type { CommandContext } from './command-context.ts'

/** A path as the person who typed it means it: npm runs commands in the project's folder. */
export function pathOf(file: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), file)
}

export async function backupTo({ clock, print, withDatabase }: CommandContext, file: string): Promise<void> {
  const report = await withDatabase(({ connection, secret }) =>
    backup({ connection, secret, file: pathOf(file), now: clock.now().toString() }),
  )
  print(
    report,
    `${report.file}: ${sum(report.rows)} rows. Keep SECRET_KEY (or DATA_DIR/secret) with it: it is needed to restore. When you restore, have the newest DATA_DIR/erasures.jsonl there (of every machine, joined): without it, who was erased since comes back`,
  )
}

export async function restoreFrom(context: CommandContext, file: string, force = false): Promise<void> {
  const { config, log, print, withDatabase } = context
  const report = await withDatabase(
    ({ connection, secret }) =>
      restore({ connection, secret, file: pathOf(file), dataDir: config.dataDir, force, log }),
    // A first try without the right key must not leave a database that refuses the second with it.
    { anySecret: true },
  )
  const again = report.erased ? `; ${report.erased} conversations erased since were erased again` : ''
  const paused = report.paused.length
    ? `; announcements under way were paused, since who got them after the backup is not known: ${report.paused.join(', ')} (announcements resume or stop)`
    : ''
  print(report, `restored ${sum(report.rows)} rows of ${report.createdAt}${again}${paused}`)
}

function sum(rows: Record<string, number>): number {
  return Object.values(rows).reduce((total, count) => total + count, 0)
}
