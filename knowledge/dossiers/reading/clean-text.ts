/** Control characters, marks that turn the direction of writing, and invisible ones that only disguise. */
const unwanted = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u
const allUnwanted = new RegExp(unwanted, 'gu')
const ascii = /^[ -~]*$/

/**
 * A cell's text as it may be kept and shown: one Unicode form, no control characters but line breaks, no blanks at
 * its ends. What looks like a formula stays as it is: it is text here.
 */
export function cleanText(cell: string): string {
  const text = cell.trim()
  if (ascii.test(text)) return text
  const whole = text.toWellFormed()
  if (!unwanted.test(whole)) return whole.normalize('NFC')
  return (
    whole
      .replace(/\r\n?/g, '\n')
      .replace(allUnwanted, (sign) => (sign === '\n' ? sign : /\p{Cc}/u.test(sign) ? ' ' : ''))
      // Only now: a letter and its mark may have had something invisible between them.
      .normalize('NFC')
      .trim()
  )
}
