const most = 5
const longest = 256

/**
 * What codes of a photo say, fit to be handled like something typed: no control characters or invisible ones, each
 * once, at most five of at most 256 UTF-16 units.
 */
export function cleanCodes(texts: readonly string[]): string[] {
  const clean = texts.map((text) =>
    text
      .toWellFormed()
      .replace(/\p{Cf}/gu, '')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\uFFFD]+/gu, ' ')
      .trim()
      .slice(0, longest)
      .toWellFormed(),
  )
  return [...new Set(clean)].filter((text) => text !== '').slice(0, most)
}
