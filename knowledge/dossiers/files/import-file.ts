import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import { AppError } from '../../../server/errors.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { applySaid, type Prepared } from '../register/apply-said.ts'
import { fingerprinter } from '../register/fingerprinter.ts'
import { hashContact } from '../register/hash-contact.ts'
import { inMilliseconds } from '../register/with-plain-times.ts'
import { createReport, type ImportReport } from './import-report.ts'
import { inBatches } from './in-batches.ts'
import { judgeRows } from './judge-rows.ts'
import { openFile } from './open-file.ts'
import { openSheet } from './open-sheet.ts'
import type { RowRules } from './rows/row-rules.ts'

/** What a file is imported into, and by which rules. */
export interface ImportOptions extends Omit<RowRules, 'statusOf'> {
  pool: Pool
  /** For the hashes of phones and proofs. */
  key: KeyObject
  facts: DossierFacts
  /** ISO instant. */
  now: string
  /** Judge everything and write nothing. */
  dryRun?: boolean
  /** Ends it between two batches: what is in stays in. */
  signal?: AbortSignal
}

/** As which files are on record, whoever brings them. */
const source = 'file'

/** Small enough for others to come in between, on the event loop and in the register. */
const batchSize = 500

/**
 * Takes the dossiers of a CSV or XLSX file into the register. Rows that cannot be taken are told by their number and
 * hold nothing up. Running it again, also after it was broken off, comes to the same.
 * @throws AppError when the file cannot be read at all, or was changed meanwhile; rows before that may be in
 */
export async function importFile(path: string, options: ImportOptions): Promise<ImportReport> {
  const { pool, key, facts, now, dryRun, signal, unitOf, knowsProcedure } = options
  const fingerprintOf = fingerprinter({ source, key })
  const file = await openFile(path)
  const report = createReport()
  const batches = inBatches<Prepared>({ size: batchSize, beside: 2 }, async (said) => {
    if (signal?.aborted)
      throw new AppError('unavailable', 'the import was stopped: run it again, it goes on where it was')
    report.add(await applySaid(pool, said, { source, key, facts, now, ...(dryRun && { dryRun }) }))
  })
  try {
    const sheet = await openSheet(file.handle)
    const rules = { unitOf, knowsProcedure, statusOf: facts.statusOf, now: inMilliseconds(now) }
    const { fresh, readRow } = await judgeRows(sheet, report, { sql: pool, rules, fingerprintOf, batchSize })
    await file.checkSame()
    if (fresh.size > 0) {
      for await (const rows of sheet.read()) {
        for (const line of rows) {
          const read = fresh.has(line.row) && 'cells' in line && readRow(line.cells)
          if (!read || 'reason' in read) continue
          const { update } = read
          await batches.add({ update, fingerprint: fingerprintOf(update), contact: hashContact(key, update) })
        }
      }
      await batches.end()
      await file.checkSame()
    }
    return report.report()
  } finally {
    await batches.settle()
    await file.handle.close()
  }
}
