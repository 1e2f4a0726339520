/**
 * Makes a text storable: PostgreSQL knows neither NUL nor half a surrogate pair, and nobody needs more than `max`.
 * @param max in UTF-16 units; a character is never cut in two
 */
export function cleanText(text: string, max: number): string {
  const cut = text.length > max ? text.slice(0, max) : text
  const clean = cut.includes('\0') ? cut.replaceAll('\0', '') : cut
  return clean.isWellFormed() ? clean : clean.replace(/\p{Surrogate}/gu, '')
}
