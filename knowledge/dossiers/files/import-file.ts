import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import type { DossierUpdate } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { type Applied, applyUpdates } from '../register/apply-updates.ts'
import { createReport, type ImportReport } from './import-report.ts'
import { openFile } from './open-file.ts'
import { openSheet } from './open-sheet.ts'
import type { RowRules } from './rows/row-rules.ts'
import type { SheetRow } from './sheet.ts'
import { survey } from './survey.ts'

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
}

/** As which files are on record, whoever brings them. */
const source = 'file'

const batchSize = 1000

/**
 * Takes the dossiers of a CSV or XLSX file into the register. Rows that cannot be taken are told by their number and
 * hold nothing up. Running it again, also after it was broken off, comes to the same.
 * @throws AppError when the file cannot be read at all, or was changed meanwhile; rows before that may be in
 */
export async function importFile(path: string, options: ImportOptions): Promise<ImportReport> {
  const file = await openFile(path)
  try {
    const sheet = await openSheet(file.handle)
    const { headerRow, remarks, readRow, isOverruled } = await survey(sheet, {
      ...options,
      statusOf: options.facts.statusOf,
    })
    await file.checkSame()
    const report = createReport()
    for (const remark of remarks) report.warn(headerRow, remark)
    const register = createApplier(options, report.add)
    try {
      for await (const rows of sheet.read()) {
        for (const line of rows) {
          if (line.row !== headerRow && !isEmpty(line)) await take(line)
        }
      }
      await register.apply()
    } finally {
      await register.settled()
    }
    await file.checkSame()
    return report.report()

    async function take(line: SheetRow): Promise<void> {
      const read = 'problem' in line ? { reason: line.problem } : readRow(line.cells)
      if ('reason' in read) return report.reject(line.row, read.reason)
      for (const warning of read.warnings) report.warn(line.row, warning)
      report.add({ read: 1 })
      if (isOverruled(line.row, read.update.code)) report.add({ unchanged: 1 })
      else await register.take(read.update)
    }
  } finally {
    await file.handle.close()
  }
}

function isEmpty(line: SheetRow): boolean {
  return 'cells' in line && line.cells.every((cell) => typeof cell !== 'number' && !cell?.trim())
}

/** Applies updates in batches, each while the next is read. */
function createApplier({ pool, dryRun, ...options }: ImportOptions, count: (applied: Applied) => void) {
  const { key, facts, now } = options
  let batch: DossierUpdate[] = []
  let applying = Promise.resolve()
  const apply = async () => {
    await applying
    const updates = batch
    batch = []
    applying = applyUpdates(pool, updates, { source, key, facts, now, ...(dryRun ? { dryRun } : {}) }).then(
      count,
    )
    // It may fail while rows are read; whoever waits for it next hears of that.
    applying.catch(() => {})
  }
  return {
    async take(update: DossierUpdate): Promise<void> {
      batch.push(update)
      if (batch.length >= batchSize) await apply()
    },
    /** What was taken and not applied. @throws what went wrong in the batch before */
    apply,
    /** Waits for the batch under way. @throws what goes wrong in it */
    settled: () => applying,
  }
}
