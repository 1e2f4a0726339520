import { plainCodeText } from './plain-code-text.ts'
import { readDossierCode } from './read-dossier-code.ts'

/** More in one message is a list, and nobody asks by one. */
const most = 5

/**
 * Where the identifier of a code may stand in a sentence, of the old form or the new one. It does not begin within a
 * word or number, nor after one more group of digits than its form has ("10. H26…" may be the tenth of a list, or not).
 * Every part is bounded, here and below, so that no text makes the search slow.
 */
const identifiers = new RegExp(
  [
    String.raw`(?<![\p{L}\p{N}.])(?:[\dOIL]{2,3}\.){1,5}[A-Y](?=[OIL]?\d)[\dOIL]{2}`,
    String.raw`(?<![\p{L}\p{N}]|(?<![\p{L}\p{N}])(?:[\dOIL]{2,3}\.|\d{2,3}\.\s))` +
      String.raw`[A-Y](?=[OIL]?\d)[\dOIL]{2}(?:\.\s{0,2}[\dOIL]{1,4}){0,5}`,
  ].join('|'),
  'gu',
)

/** What follows it. A number does not end before another digit, or before a dash or dot with one behind it. */
const dayAndNumber =
  /^\s{0,3}-\s{0,3}[\dOIL]{6}(?:[\dOIL]{2})?\s{0,3}-\s{0,3}([\dOIL]{4,8})(?![\dOIL]|[.-]\d)(?=(\p{L}?))/u
/** Longer than anything that `dayAndNumber` looks at. */
const restLength = 48

/** One of the new form whose parts stand apart by other marks; after it comes no more of a number, nor before it. */
const apart =
  /(?<![\p{L}\p{N}.]|\p{N}[\s.,/_-]{1,3})[A-Y]\d{2}(?:[\s.,/_-]{1,3}\d{1,8}){2,7}(?![\p{L}\p{N}]|[\s.,/_-]{1,3}\p{N})/gu

/**
 * The dossier codes in a message, in its order, each once, at most five.
 * @returns codes as `readDossierCode` gives them
 */
export function findDossierCodes(text: string): string[] {
  // A message that is nothing but a code may have blanks anywhere.
  const whole = readDossierCode(text)
  if (whole !== undefined) return [whole]
  const plain = plainCodeText(text)
  const found = new Set<string>()
  for (const { index, 0: identifier } of plain.matchAll(identifiers)) {
    if (found.size === most) break
    const after = index + identifier.length
    const [rest, number = '', letter] = dayAndNumber.exec(plain.slice(after, after + restLength)) ?? []
    if (rest === undefined) continue
    // "0012oke": letters after the four digits that must be there begin the next word. "0012oi" may be either.
    const glued = /[OIL]*$/.exec(number.slice(4))?.[0] ?? ''
    if (glued !== '' && !letter) continue
    const groups = identifier.replace(/[^.]*$/, '')
    // A word, and no group of digits, before the dot.
    if (/^[OIL]+\.$/.test(groups)) continue
    const code = readDossierCode(identifier + rest.slice(0, rest.length - glued.length))
    if (code !== undefined) found.add(code)
  }
  return found.size ? [...found] : findApart(plain)
}

/** "hồ sơ H26 16 05 261120 0012 của em": read only where no code stands in its own form. */
function findApart(plain: string): string[] {
  const codes = [...plain.matchAll(apart)].flatMap(([text]) => readDossierCode(text) ?? [])
  return [...new Set(codes)].slice(0, most)
}
