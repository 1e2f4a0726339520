import type { RowRemark } from '../../knowledge/dossiers/files/import-report.ts'

/** Of rows that a person has to look at, so many are shown; `--json` lists more. */
const mostShown = 20

/** Rows of a sheet that could not be taken, or were with a remark, a line each. @param notListed how many more there are */
export function sayRemarks(kind: string, remarks: readonly RowRemark[], notListed = 0): string[] {
  const more = remarks.length - mostShown + notListed
  return [
    ...remarks.slice(0, mostShown).map(({ row, reason }) => `  ${kind}, row ${row}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}
