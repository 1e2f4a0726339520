/**
 * Brings a text to the one form in which wordings are compared: lower case, no diacritics, đ → d,
 * whatever the Unicode form it came in; zero-width, bidi and control characters gone; typographic
 * quotes, dashes, full-width and Arabic-Indic digits as plain ASCII; whitespace collapsed and trimmed.
 * Punctuation and emoji stay. Folding twice changes nothing, and no character depends on its neighbours.
 */
export function fold(text: string): string {
  const plain = foldAscii(text)
  if (plain !== null) return plain
  let out = ''
  let space = false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    let folded = unit < table.length ? table[unit] : undefined
    if (folded === undefined) {
      const char = String.fromCodePoint(text.codePointAt(i) ?? 0)
      folded = foldCharacter(char)
      i += char.length - 1
    }
    if (folded === ' ') space = true
    else if (folded !== '') {
      if (space && out !== '') out += ' '
      space = false
      out += folded
    }
  }
  return out
}

const messyAscii = /[^ -~]| {2}|^ | $/

/** Most button texts, numbers and commands: nothing but plain characters, well spaced. */
function foldAscii(text: string): string | null {
  return messyAscii.test(text) ? null : text.toLowerCase()
}

const typographic: Record<string, string> = {
  đ: 'd',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  ʼ: "'",
  '′': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '•': '-',
  '⁄': '/',
  '。': '.',
  '、': ',',
}

/** One character's folded form, of any length; compatibility forms first ("１", "①", "…"), marks last. */
function foldCharacter(char: string): string {
  let out = ''
  for (const part of char.normalize('NFKD').toLowerCase().normalize('NFKD')) {
    if (/\s/u.test(part)) out += ' '
    else if (/[\p{M}\p{C}]/u.test(part)) continue
    else out += typographic[part] ?? westernDigit(part) ?? part
  }
  // "´" and its like decompose into a blank and a mark: the blank stands for itself.
  return out.trim() === '' ? out.slice(0, 1) : out.replaceAll(' ', '')
}

function westernDigit(char: string): string | undefined {
  const code = char.codePointAt(0) ?? 0
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660)
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0)
  return undefined
}

/** Every character up to the end of general punctuation, Vietnamese included, folded once at load. */
const table: readonly string[] = Array.from({ length: 0x2070 }, (_, code) =>
  foldCharacter(String.fromCharCode(code)),
)
