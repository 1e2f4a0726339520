import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../../server/errors.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { applySaid, type Prepared } from '../register/apply-said.ts'
import { findDenied } from '../register/find-denied.ts'
import { fingerprinter } from '../register/fingerprinter.ts'
import { hashContact } from '../register/hash-contact.ts'
import { inMilliseconds } from '../register/with-plain-times.ts'
import { createReport, type ImportReport } from './import-report.ts'
import { inBatches } from './in-batches.ts'
import { judgeRows } from './judge-rows.ts'
import type { SaidRow } from './keep-fresh.ts'
import { openFile } from './open-file.ts'
import { openSheet } from './open-sheet.ts'
import { readAgain } from './read-again.ts'
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
 * hold nothing up. Running it again, also after it was broken off, comes to the same. What it says counts as said when
 * it was last written to: an older file moves nothing back.
 * @throws AppError when the file cannot be read at all, or was changed meanwhile; rows before that may be in
 */
export async function importFile(path: string, options: ImportOptions): Promise<ImportReport> {
  const { pool, key, facts, now, dryRun, signal, unitOf, unit, procedureOf } = options
  const fingerprintOf = fingerprinter({ source, key })
  const file = await openFile(path)
  // By the clock that rules go by, as long ago as it was written by the one of the machine.
  const asOf = Temporal.Instant.from(now).subtract(file.age).toString()
  const report = createReport()
  const batches = inBatches<Prepared & SaidRow>({ size: batchSize, beside: 2 }, async (said) => {
    if (signal?.aborted)
      throw new AppError('unavailable', 'the import was stopped: run it again, it goes on where it was')
    const options = { source, key, facts, now, asOf, copied: true as const, ...(dryRun && { dryRun }) }
    const applied = await applySaid(pool, said, options)
    report.add(applied)
    if (applied.inserted === said.length) return
    const codes = said.map(({ update }) => update.code)
    const denied = await findDenied(pool, codes, source)
    for (const { row, update } of said)
      if (denied.has(update.code))
        report.warn(row, 'another source says otherwise: see dossiers disagreements')
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
