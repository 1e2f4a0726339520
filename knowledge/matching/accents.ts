/**
 * The diacritics of a word in a fixed order, wherever they were put ("hoà" and "hòa" alike); '' when it
 * carries none. With the folded word it tells "có" from "cô", and neither from a bare "co".
 */
export function accentsOf(word: string): string {
  if (/^[ -~]*$/.test(word)) return ''
  const marks = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{M}đ]/gu, '')
  return [...marks].sort().join('')
}
