/** How wide a leaflet's text is, in ems; `web/procedures/leaflet.css` makes it so. */
export const columnEms = 28.3

/** How wide the signs of Be Vietnam Pro are, in hundredths of an em; accents make no difference. */
const signsByWidth: Record<number, string> = {
  25: 'l',
  26: 'iIj',
  30: '.:,;\'"',
  37: '“',
  39: '1fr',
  41: '”',
  44: 't()J',
  50: 'z/*',
  51: 's',
  55: 'k',
  57: 'xnu?',
  58: 'hvyư',
  61: '7ec-+EL',
  63: 'F8S',
  65: 'agoơPbdpqT2',
  67: 'đYZ35BR',
  69: 'K069–_',
  72: 'HV4UX',
  74: 'DNAƯ=&',
  79: 'CGĐ',
  83: 'QOƠ',
  89: 'M%wm',
  100: 'W',
}
const widths = new Map(
  Object.entries(signsByWidth).flatMap(([width, signs]) =>
    Array.from(signs, (sign): [string, number] => [sign, Number(width) / 100]),
  ),
)
const space = 0.23
/** Of signs that are not in the list. */
const otherwise = 0.75
/** What is in bold, a little. */
const spare = 1.01

/** How many lines a text takes up in a column of so many ems. An address breaks anywhere. */
export function linesOf(text: string, columnEms: number): number {
  let lines = 1
  let used = 0
  for (const word of text.split(' ')) {
    const width = widthOf(word) * spare
    if (used > 0 && used + space + width > columnEms) {
      lines += 1
      used = 0
    }
    used += (used > 0 ? space : 0) + width
    for (; used > columnEms; used -= columnEms) lines += 1
  }
  return lines
}

/** In ems. */
function widthOf(word: string): number {
  let width = 0
  for (const sign of word.normalize('NFC')) {
    // Horns are letters of their own, accents aren't.
    const letter = widths.has(sign) ? sign : (sign.normalize('NFD')[0] ?? sign)
    width += widths.get(letter) ?? otherwise
  }
  return width
}
