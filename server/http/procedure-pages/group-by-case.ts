import type { SheetLine } from '../../../bots/flows/guide/procedure-sheet.ts'

export interface CaseGroup {
  /** Absent for what no question of the guide tells. */
  question?: string
  lines: { answer?: string; line: SheetLine }[]
}

/** Lines under the question that decides about them, in the order of the lines; what has none comes last. */
export function groupByCase(lines: readonly SheetLine[]): CaseGroup[] {
  const groups = [...Map.groupBy(lines, (line) => line.case?.question)].map(([question, those]) => ({
    ...(question === undefined ? {} : { question }),
    lines: those.map((line) => ({ ...(line.case ? { answer: line.case.answer } : {}), line })),
  }))
  return groups.sort((a, b) => Number(!('question' in a)) - Number(!('question' in b)))
}
