import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import { AppError } from '../../../server/errors.ts'
import type { DossierUpdate } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { applySaid, type Prepared } from '../register/apply-said.ts'
import { fingerprinter } from '../register/fingerprinter.ts'
import { hashContact } from '../register/hash-contact.ts'
import type { Said } from '../register/said.ts'
import { inMilliseconds } from '../register/with-plain-times.ts'
import { createReport, type ImportReport } from './import-report.ts'
import { inBatches } from './in-batches.ts'
import { type Judged, judgeRows } from './judge-rows.ts'
import { openFile } from './open-file.ts'
import { openSheet } from './open-sheet.ts'
import type { RowRules } from './rows/row-rules.ts'
import type { Sheet } from './sheet.ts'

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
  const { pool, key, facts, now, dryRun, signal, unitOf, unit, procedureOf } = options
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
    const rules = { unitOf, unit, procedureOf, statusOf: facts.statusOf, now: inMilliseconds(now) }
    const judged = await judgeRows(sheet, report, { sql: pool, rules, fingerprintOf, batchSize })
    await file.checkSame()
    for await (const said of readAgain(sheet, judged, fingerprintOf)) {
      await batches.add({ ...said, contact: hashContact(key, said.update) })
    }
    await batches.end()
    await file.checkSame()
    return report.report()
  } finally {
    await batches.settle()
    await file.handle.close()
  }
}

/** What is to be taken: from memory as far as that goes, and then from the sheet. */
async function* readAgain(
  sheet: Sheet,
  { fresh, kept, readRow }: Judged,
  fingerprintOf: (update: DossierUpdate) => string,
): AsyncGenerator<Said> {
  const upTo = kept.upTo()
  for (const rows of kept.take()) {
    for (const said of rows) if (fresh.has(said.row)) yield said
  }
  if (upTo === Number.POSITIVE_INFINITY) return
  for await (const rows of sheet.read()) {
    for (const line of rows) {
      if (line.row <= upTo || 'problem' in line || !fresh.has(line.row)) continue
      const read = readRow(line.cells)
      if ('update' in read) yield { update: read.update, fingerprint: fingerprintOf(read.update) }
    }
  }
}
