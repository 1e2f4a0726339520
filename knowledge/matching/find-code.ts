import type { MatchEntry } from './prepare-procedure.ts'

/** Prepares the finding of procedures by the code that was typed, today's or one that it took the place of. */
export function createCodeFinder(entries: readonly MatchEntry[]) {
  const byCode = new Map<string, MatchEntry>()
  for (const entry of entries) for (const code of entry.replaces ?? []) byCode.set(code, entry)
  for (const entry of entries) byCode.set(entry.code, entry)
  return (text: string): MatchEntry | undefined => {
    const [code] = /(?<![\d.])\d\.\d{6}(?!\d)/.exec(text) ?? []
    return code === undefined ? undefined : byCode.get(code)
  }
}
