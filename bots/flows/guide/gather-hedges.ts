import type { CaseScope } from './case-scope.ts'

export interface GatheredHedges {
  /** The line as it is said: its own doubt in full, or a mark that points to the note. */
  short(line: string): string
  /** Said below the lines, when they carry marks. */
  note?: string
}

/** A doubt that several lines share is said once below them: one that is repeated is no longer heard. */
export function gatherHedges(lines: readonly string[], scope: CaseScope): GatheredHedges {
  const hedge = ` ${scope.text('hedge')}`
  const often = lines.join('\n').split(hedge).length > 2
  return often
    ? { short: (line) => line.replaceAll(hedge, ' *'), note: scope.text('hedge.note') }
    : { short: (line) => line }
}
