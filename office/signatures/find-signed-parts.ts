/** One signature as it lies in a PDF. */
export interface SignedPart {
  /** The signature itself: CMS in DER, perhaps with zeros behind it. */
  contents: Uint8Array
  /** What it signs, in two pieces. */
  signed: readonly [Uint8Array, Uint8Array]
  /** There is more in the file behind what was signed. */
  partial: boolean
  /** When it says it was made, as the PDF has it: ISO instant. */
  at?: string
}

/** A signature that lies so in a PDF that it can sign nothing. */
export type UnfitPart = 'unfit'

/** More than this many nobody looks at. */
const most = 10
/** With all that was ever put along: certificates, lists of revoked ones. */
const longestContents = 2 * 1024 * 1024
/** How far the entries of a signature's dictionary lie from each other. */
const near = 2048

const range = /^\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/
const date = /\/M\s*\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'?(\d\d)?'?)?/

/**
 * The signatures in a PDF, as their byte ranges say (ISO 32000-1, 12.8.1). Nothing else of the file is read: a
 * signature signs bytes, and those it names have to be everything but itself.
 */
export function findSignedParts(pdf: Uint8Array): (SignedPart | UnfitPart)[] {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
  const found: (SignedPart | UnfitPart)[] = []
  const name = '/ByteRange'
  for (let at = bytes.indexOf(name); at >= 0 && found.length < most; at = bytes.indexOf(name, at + 1)) {
    const numbers = range.exec(bytes.toString('latin1', at + name.length, at + name.length + 100))
    // A signature field that is still empty has a place for it and no numbers.
    if (numbers) found.push(readPart(bytes, at, numbers.slice(1).map(Number)))
  }
  return found
}

function readPart(bytes: Buffer, at: number, numbers: readonly number[]): SignedPart | UnfitPart {
  const [from = 1, length = 0, second = 0, rest = 0] = numbers
  const end = second + rest
  // From the first byte on, and all of it but the signature between its brackets: nothing hides in the gap.
  if (from !== 0 || second <= length + 2 || end > bytes.length || at > end) return 'unfit'
  if (second - length > 2 * longestContents) return 'unfit'
  if (bytes[length] !== 0x3c || bytes[second - 1] !== 0x3e) return 'unfit'
  const hex = bytes.toString('latin1', length + 1, second - 1).replace(/\s+/g, '')
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) return 'unfit'
  const made = readDate(bytes, [Math.min(at, length), Math.max(at, second)])
  return {
    contents: Buffer.from(hex, 'hex'),
    signed: [bytes.subarray(0, length), bytes.subarray(second, end)],
    partial:
      /[^\s\0]/.test(bytes.toString('latin1', end, Math.min(bytes.length, end + near))) ||
      bytes.length > end + near,
    ...(made === undefined ? {} : { at: made }),
  }
}

/** The date in the dictionary that lies around these places. */
function readDate(bytes: Buffer, [first, last]: readonly [number, number]): string | undefined {
  const before = bytes.toString('latin1', Math.max(0, first - near), first)
  const after = bytes.toString('latin1', last, last + near)
  const own = `${before.slice(Math.max(before.lastIndexOf('endobj'), 0))}${bytes.toString('latin1', first, Math.min(last, first + near))}`
  const found = date.exec(own) ?? date.exec(after.split('endobj', 1)[0] ?? '')
  if (!found) return undefined
  const [, year, month, day, hour, minute, second, hours = '+00', minutes = '00'] = found
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${hours}:${minutes}`)
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString()
}
