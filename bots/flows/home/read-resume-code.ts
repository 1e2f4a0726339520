/** Six of A–Z and 2–9 without look-alikes, one of them a digit at least (`make-code.ts`), so no word looks like one. */
const code = /^(?=.*\d)[A-HJ-NP-Z2-9]{6}$/
/** A code with the word before it and spaces within; nothing longer is looked at. */
const longest = 40

/** A resume code as typed: alone, with spaces or in small letters, or after the word "mã". */
export function readResumeCode(text: string): string | undefined {
  if (text.length > longest) return undefined
  const typed = text
    .trim()
    .replace(/^(?:mã|ma|code)[\s:]+/iu, '')
    .replace(/[\s-]/g, '')
    .toUpperCase()
  return code.test(typed) ? typed : undefined
}
