/** Six of A–Z and 2–9 without look-alikes (no I, O; 0 and 1 are not among the digits). */
const code = /^[A-HJ-NP-Z2-9]{6}$/

/**
 * A resume code as typed: alone, with spaces or in small letters, or after the word "mã". A word of six letters
 * is only taken for one when it holds a digit or "mã" stands before it.
 */
export function readResumeCode(text: string): string | undefined {
  const named = /^\s*(?:mã|ma|code)\s*:?\s+(.+)$/iu.exec(text)
  const typed = (named?.[1] ?? text).replace(/[\s-]/g, '').toUpperCase()
  if (!code.test(typed)) return undefined
  return named || /\d/.test(typed) ? typed : undefined
}
