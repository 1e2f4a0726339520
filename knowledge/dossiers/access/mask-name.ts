/** The longest names of people have six words; what has more is a sentence or a company's. */
const mostWords = 8

/**
 * A name by which whoever knows the person recognises them and nobody else learns who it is: "Nguyễn Văn An" becomes
 * "N. V. A***". The given name stands last, and its first letter tells husband from wife.
 */
export function maskName(name: string): string {
  const initials = name
    .slice(0, 500)
    .normalize('NFC')
    .split(/\s+/)
    .flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0].toLocaleUpperCase('vi') ?? [])
  const last = initials.pop()
  if (last === undefined) return '***'
  return [...initials.slice(0, mostWords - 1).map((initial) => `${initial}.`), `${last}***`].join(' ')
}
