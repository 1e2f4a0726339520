import { pipeline } from 'node:stream/promises'
import { hashCode } from '../../knowledge/dossiers/access/dossier-hashes.ts'
import { readDossierCode } from '../../knowledge/dossiers/codes/read-dossier-code.ts'
import { appendAudit } from '../../office/audit/append-audit.ts'
import { csvLine } from '../../office/audit/csv-line.ts'
import { type ExportedEntry, exportAudit as readEntries } from '../../office/audit/export-audit.ts'
import { type AuditFault, verifyAudit as verifyChain } from '../../office/audit/verify-audit.ts'
import { auditKey } from '../dossiers/audit-key.ts'
import { dossierKey } from '../dossiers/dossier-key.ts'
import { AppError } from '../errors.ts'
import type { CommandContext } from './command-context.ts'
import { readPeriod } from './read-period.ts'

const whatIsWrong: Record<AuditFault['what'], string> = {
  changed: 'was changed, or put elsewhere',
  missing: 'is missing',
  cut: 'and all after it are gone',
  end: 'ends the log, but the end that was kept is gone or was replaced',
}

/** `audit verify`: whether the log of who looked is whole. */
export async function verifyAudit({ print, withDatabase }: CommandContext): Promise<void> {
  const report = await withDatabase(({ pool, secret }) => verifyChain(pool, auditKey(secret)))
  const { sealed, unsealed, faults, head } = report
  const said = [
    `${sealed} entries are in the chain, ${unsealed} still to be put into it.`,
    ...(head
      ? [`It ends with ${head.seq} ${head.hash}: noted elsewhere, this tells a log taken away whole.`]
      : []),
    ...faults.map(({ seq, what }) => `entry ${seq} ${whatIsWrong[what]}`),
  ]
  print({ ok: faults.length === 0, ...report }, said.join('\n'))
  if (faults.length > 0)
    throw new AppError(
      'bad_data',
      `the audit log is not whole, from entry ${faults[0]?.seq} on: keep the database as it is, and compare a backup`,
    )
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
