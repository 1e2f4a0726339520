/** Control characters but tab and line break, and marks that turn the direction of what follows. */
const unfit = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu

/** A text as it can be stored and shown: nothing in it that nobody wrote, and NFC. */
export function cleanText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(unfit, '').normalize('NFC').trim()
}
