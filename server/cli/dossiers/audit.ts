import { pipeline } from 'node:stream/promises'
import { hashCode } from '../../../knowledge/dossiers/access/dossier-hashes.ts'
import { readDossierCode } from '../../../knowledge/dossiers/codes/read-dossier-code.ts'
import { appendAudit } from '../../../office/audit/append-audit.ts'
import { csvLine } from '../../../office/audit/csv-line.ts'
import { type ExportedEntry, exportAudit as readEntries } from '../../../office/audit/export-audit.ts'
import { type AuditFault, verifyAudit as verifyChain } from '../../../office/audit/verify-audit.ts'
import { auditHeadFile } from '../../dossiers/audit-head-file.ts'
import { auditKey } from '../../dossiers/audit-key.ts'
import { dossierKey } from '../../dossiers/dossier-key.ts'
import { AppError } from '../../errors.ts'
import type { CommandContext } from '../command-context.ts'
import { readPeriod } from './read-period.ts'

const whatIsWrong: Record<AuditFault['what'], string> = {
  changed: 'was changed, or put elsewhere',
  missing: 'is missing',
  cut: 'and all after it are gone',
  end: 'ends the log, but the end that was kept is gone or was replaced',
}

/**
 * `audit verify`: whether the log of who looked is whole, also beside the end that is kept in DATA_DIR and, with
 * `--head`, one that was noted elsewhere.
 */
export async function verifyAudit(
  { config, print, withDatabase }: CommandContext,
  options: { head?: string },
): Promise<void> {
  const noted = options.head === undefined ? [] : [readHead(options.head)]
  const report = await withDatabase(async ({ pool, secret }) => {
    // Before the log: it may grow meanwhile, and its end with it.
    const beside = await auditHeadFile(config.dataDir, secret).read()
    return verifyChain(pool, auditKey(secret), [...noted, ...(beside === undefined ? [] : [beside])])
  })
  const { sealed, unsealed, faults, head } = report
  const said = [
    `${sealed} entries are in the chain, ${unsealed} still to be put into it.`,
    ...(head
      ? [
          `It ends with ${head.seq}:${head.hash}. Note it: audit verify --head tells later if any of it was taken away.`,
        ]
      : []),
    ...faults.map(({ seq, what }) => `entry ${seq} ${whatIsWrong[what]}`),
  ]
  print({ ok: faults.length === 0, ...report }, said.join('\n'))
  if (faults.length > 0)
    throw new AppError(
      'bad_data',
      `the audit log is not whole, from entry ${faults[0]?.seq} on: keep the database as it is, and compare a backup; ` +
        'if you restored an older one yourself, note that and remove DATA_DIR/audit-head',
    )
}

/** "12:hash", as it was printed. */
function readHead(text: string): { seq: number; hash: string } {
  const [, seq, hash] = /^(\d{1,15}):([\w-]{43})$/.exec(text.trim()) ?? []
  if (seq === undefined || hash === undefined)
    throw new AppError(
      'bad_usage',
      '--head must be as "audit verify" printed it: a number, a colon and a hash',
    )
  return { seq: Number(seq), hash }
}

/** `audit export`: JSON lines, or CSV, on stdout; masked. */
export async function exportAudit(
  { clock, withDatabase }: CommandContext,
  { from, to, dossier, csv }: { from?: string; to?: string; dossier?: string; csv?: boolean },
): Promise<void> {
  const period = readPeriod({ ...(from ? { from } : {}), ...(to ? { to } : {}) })
  const code = dossier === undefined ? undefined : readDossierCode(dossier)
  if (dossier !== undefined && code === undefined)
    throw new AppError('bad_usage', '--dossier must be a dossier code, as it stands on the receipt')
  await withDatabase(async ({ pool, secret }) => {
    const key = dossierKey(secret)
    const subject = code === undefined ? {} : { subject: hashCode(key, code) }
    await appendAudit(pool, {
      at: clock.now().toString(),
      actor: 'operator',
      action: 'audit.exported',
      ...subject,
    })
    const lines = write(readEntries(pool, { ...period, ...subject }), csv ? csvOf : jsonOf)
    await pipeline(lines, process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
      // Whoever read along has seen enough.
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
  })

  async function* write(entries: AsyncIterable<ExportedEntry>, lineOf: (entry: ExportedEntry) => string) {
    if (csv) yield csvLine(['seq', 'at', 'actor', 'action', 'subject', 'detail'])
    for await (const entry of entries) yield lineOf(entry)
  }
}

function jsonOf(entry: ExportedEntry): string {
  return `${JSON.stringify(entry)}\n`
}

function csvOf({ seq, at, actor, action, subject, detail }: ExportedEntry): string {
  return csvLine([seq, at, actor, action, subject, detail === null ? null : JSON.stringify(detail)])
}
