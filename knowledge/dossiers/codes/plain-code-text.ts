/** All that is drawn as a dash or a minus sign and may stand for one in a code. */
const dashes = /[\p{Pd}\u2212\u02d7\u2043\u2796]+/gu

/**
 * A text as codes are looked for in it: full-width and other forms as plain characters, every dash an ASCII one, upper
 * case, nothing invisible. The narrow no-break space goes too: it groups digits of one number, as `sayDossierCode`
 * writes them.
 */
export function plainCodeText(text: string): string {
  return text
    .replace(/[\p{Cf}\u202f]+/gu, '')
    .normalize('NFKC')
    .replace(dashes, '-')
    .toUpperCase()
}
