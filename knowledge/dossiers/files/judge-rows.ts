import type { Sql } from '../../../server/database/sql.ts'
import { AppError } from '../../../server/errors.ts'
import type { DossierUpdate } from '../dossier.ts'
import { findFresh } from '../register/find-fresh.ts'
import type { Report } from './import-report.ts'
import { inBatches } from './in-batches.ts'
import { type KeptRows, keepFresh, type SaidRow } from './keep-fresh.ts'
import { createRowReader, type ReadRow } from './rows/create-row-reader.ts'
import { readHeader } from './rows/read-header.ts'
import type { RowRules } from './rows/row-rules.ts'
import type { Sheet, SheetRow } from './sheet.ts'

/** What is to be taken of a sheet. */
export interface Judged {
  /** Rows the register does not know yet, each the last good one of its code. */
  fresh: ReadonlySet<number>
  /** What they say, and what earlier rows of the same codes say; of a long sheet only the first. */
  kept: KeptRows
  readRow(cells: Extract<SheetRow, { cells: unknown }>['cells']): ReadRow
}

interface Options {
  sql: Sql
  rules: RowRules
  fingerprintOf(update: DossierUpdate): string
  batchSize: number
}

/**
 * Reads a sheet once and writes nothing: each row is judged and put into the report, and asked of the register
 * whether it is known. Of a code that comes twice the last good row must be known before the first is taken, or the
 * same file would change the dossier there and back each time.
 * @throws AppError `bad_data` when there is no header, or the file is broken
 */
export async function judgeRows(sheet: Sheet, report: Report, options: Options): Promise<Judged> {
  const { sql, rules, fingerprintOf, batchSize } = options
  let readRow: Judged['readRow'] | undefined
  let good = 0
  const last = new Map<string, number>()
  const kept = keepFresh()
  const batches = inBatches<SaidRow>({ size: batchSize, beside: 1 }, async (items) => {
    const fresh = await findFresh(sql, items)
    kept.keep(items.filter(({ update }) => fresh.has(update.code)))
    for (const { row, update } of items) {
      if (fresh.has(update.code)) last.set(update.code, row)
      else last.delete(update.code)
    }
  })
  try {
    for await (const rows of sheet.read()) {
      for (const line of rows) {
        if (isEmpty(line)) continue
        if (readRow) {
          const update = judge(line, readRow)
          if (!update) continue
          good += 1
          await batches.add({ row: line.row, update, fingerprint: fingerprintOf(update) })
          continue
        }
        const { header, remarks } = readHeader(line)
        for (const remark of [...sheet.remarks, ...remarks]) report.warn(line.row, remark)
        readRow = createRowReader(header, rules, sheet.dayZero)
      }
    }
    await batches.end()
  } finally {
    await batches.settle()
  }
  if (!readRow) throw new AppError('bad_data', 'the sheet is empty: its first line must name the columns')
  report.add({ read: good, unchanged: good - last.size })
  return { fresh: new Set(last.values()), kept, readRow }

  function judge(line: SheetRow, read: Judged['readRow']): DossierUpdate | undefined {
    const judged = 'problem' in line ? { reason: line.problem } : read(line.cells)
    if ('reason' in judged) {
      report.reject(line.row, judged.reason)
      return undefined
    }
    for (const warning of judged.warnings) report.warn(line.row, warning)
    return judged.update
  }
}

function isEmpty(line: SheetRow): boolean {
  return 'cells' in line && line.cells.every((cell) => typeof cell !== 'number' && !cell?.trim())
}
