/** Six of A–Z and 2–9 without look-alikes, a digit and a letter among them (`make-code.ts`): no word, no number. */
const code = /^(?=.*\d)(?=.*[A-Z])[A-HJ-NP-Z2-9]{6}$/
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
