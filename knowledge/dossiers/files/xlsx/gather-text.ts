/** Excel's own limit is 32,767 characters a cell; what goes beyond this is cut, and then is too long for any column. */
const longest = 40_000

/** Puts a cell's text together from its pieces: `<t>` of plain and rich texts, but not of readings (`<rPh>`). */
export function createTextGatherer() {
  let text = ''
  let inText = false
  let inReading = false
  return {
    /** @returns whether the element belongs to the text */
    open(name: string): void {
      if (name === 'rPh') inReading = true
      else if (name === 't' || name === 'v') inText = !inReading
    },
    text(piece: string): void {
      if (inText && text.length < longest) text += piece.slice(0, longest - text.length)
    },
    close(name: string): void {
      if (name === 'rPh') inReading = false
      else if (name === 't' || name === 'v') inText = false
    },
    /** What was gathered since the last time. */
    take(): string {
      const taken = text
      text = ''
      inText = false
      inReading = false
      return taken
    },
  }
}

/** `_x000D_` is how the format writes a character that XML cannot hold, and `_x005F_` its own underscore. */
export function unescapeText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
}
