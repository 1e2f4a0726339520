/** A resume code (`read-resume-code.ts`), or one of those in groups of four that may stand in an address. */
const resume = /^(?=.*\d)(?=.*[A-Z])[A-HJ-NP-Z2-9]{6}$/
/** What a deep link carries at most. */
const longest = 64
const grouped = /^(?:HS|NH)(?:-[A-Z2-9]{4}){3}$/

/** What begins to follow a ward's news, by its slug (`follow-link.ts`). */
const follow = /^theodoi(?:-[a-z0-9]+)*$/

/** A code in an address, as it is shown; undefined for what cannot be one. Whether it is good is not looked at. */
export function readLinkCode(text: string): string | undefined {
  if (text.length <= longest && follow.test(text.toLowerCase())) return text.toLowerCase()
  const code = text.toUpperCase()
  return resume.test(code) || grouped.test(code) ? code : undefined
}

/** Whether what stands in an address is no code but begins to follow a ward's news. */
export function isFollowLink(code: string): boolean {
  return follow.test(code)
}
