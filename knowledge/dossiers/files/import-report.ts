/** What became of the rows of a file; `read` is the sum of the next three and of all that were rejected. */
export interface ImportReport {
  read: number
  inserted: number
  updated: number
  /** Also rows that a later row of the same file, with the same code, overruled. */
  unchanged: number
  rejected: RowRemark[]
  warnings: RowRemark[]
  /** How many more there were than are listed; absent when all are. */
  notListed?: { rejected: number; warnings: number }
}

/** @property row its line in the sheet; 1, the header's, for what concerns the file */
export interface RowRemark {
  row: number
  reason: string
}

/** Of more, only the number is kept: a file may be wrong in every row. */
const mostListed = 1000

export type Report = ReturnType<typeof createReport>

/** Counts and lists as rows are judged. */
export function createReport() {
  const counts = { read: 0, inserted: 0, updated: 0, unchanged: 0 }
  const rejected: RowRemark[] = []
  const warnings: RowRemark[] = []
  const notListed = { rejected: 0, warnings: 0 }
  const list = (kind: 'rejected' | 'warnings', remark: RowRemark) => {
    const listed = kind === 'rejected' ? rejected : warnings
    if (listed.length < mostListed) listed.push(remark)
    else notListed[kind] += 1
  }
  return {
    add(more: Partial<typeof counts>): void {
      for (const [name, count] of Object.entries(more)) counts[name as keyof typeof counts] += count
    },
    reject(row: number, reason: string): void {
      counts.read += 1
      list('rejected', { row, reason })
    },
    warn(row: number, reason: string): void {
      list('warnings', { row, reason })
    },
    report(): ImportReport {
      const more = notListed.rejected + notListed.warnings > 0
      return { ...counts, rejected, warnings, ...(more ? { notListed } : {}) }
    },
  }
}
