/**
 * The last four digits of an identity number. Of the whole number too, should a sheet hold it: it is never kept.
 * Excel drops zeros before a number; they are put back.
 */
export function lastFour(text: string): string | undefined {
  const plain = text.replace(/\s/g, '')
  if (/^\d{1,4}$/.test(plain)) return plain.padStart(4, '0')
  return /^\d{9,12}$/.test(plain) ? plain.slice(-4) : undefined
}
