/** Six of A–Z and 2–9 without look-alikes, a digit and a letter among them (`make-code.ts`): no word, no number. */
const code = /^(?=.*\d)(?=.*[A-Z])[A-HJ-NP-Z2-9]{6}$/
/** A code with words before it and spaces within; nothing longer is looked at. */
const longest = 40
const longestAddress = 300
/** The address of a code's page, as it is copied from a message. */
const address = /\/l\/([A-Za-z2-9]{6})\/?\s*$/

/** A resume code as typed: alone, with spaces or in small letters, after "mã" or "mã của tôi là", or in its page's address. */
export function readResumeCode(text: string): string | undefined {
  const [, linked] = (text.length <= longestAddress && address.exec(text)) || []
  if (linked) return code.test(linked.toUpperCase()) ? linked.toUpperCase() : undefined
  if (text.length > longest) return undefined
  const typed = text
    .trim()
    .replace(
      /^(?:mã|ma|code)(?:\s+(?:(?:của|cua)\s+)?(?:tôi|toi|em|mình|minh|bác|bac|cháu|chau|tớ|to))?(?:\s+(?:là|la))?[\s:]+/iu,
      '',
    )
    .replace(/[\s-]/g, '')
    .toUpperCase()
  return code.test(typed) ? typed : undefined
}
