/** A resume code (`read-resume-code.ts`), or one of those in groups of four that may stand in an address. */
const resume = /^(?=.*\d)(?=.*[A-Z])[A-HJ-NP-Z2-9]{6}$/
const grouped = /^(?:HS|NH)(?:-[A-Z2-9]{4}){3}$/

/** A code in an address, as it is shown; undefined for what cannot be one. Whether it is good is not looked at. */
export function readLinkCode(text: string): string | undefined {
  const code = text.toUpperCase()
  return resume.test(code) || grouped.test(code) ? code : undefined
}
