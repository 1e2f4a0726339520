/** Six of A–Z and 2–9 without look-alikes, one of them a digit at least (`make-code.ts`), so no word looks like one. */
const code = /^(?=.*\d)[A-HJ-NP-Z2-9]{6}$/

/** A resume code as typed: alone, with spaces or in small letters, or after the word "mã". */
export function readResumeCode(text: string): string | undefined {
  const named = /^\s*(?:mã|ma|code)\s*:?\s+(.+)$/iu.exec(text)
  const typed = (named?.[1] ?? text).replace(/[\s-]/g, '').toUpperCase()
  return code.test(typed) ? typed : undefined
}
