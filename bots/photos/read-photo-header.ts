/** What a photo says of itself before anything of it is unpacked. */
export interface PhotoHeader {
  type: 'jpeg' | 'png'
  /** In pixels. */
  width: number
  height: number
  /** At most so much do its pixels take, unpacked. */
  unpackedBytes: number
}

const pngBegins = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const samplesOf: Partial<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** What may stand before the frame of a JPEG: tables, intervals, comments and what applications add. */
const passedOver = (marker: number) =>
  marker === 0xc4 ||
  marker === 0xdb ||
  marker === 0xdd ||
  marker === 0xfe ||
  (marker >= 0xe0 && marker <= 0xef)
/** Baseline, extended and progressive: the decoder knows no others, and no camera writes them. */
const frames = new Set([0xc0, 0xc1, 0xc2])

/**
 * Reads type and size of a JPEG or PNG from its first bytes, whatever its name or declared type says. Pure.
 * @returns null for anything else: another format, junk, a picture without pixels
 */
export function readPhotoHeader(bytes: Uint8Array): PhotoHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = pngBegins.every((byte, index) => bytes[index] === byte) ? readPng(view) : readJpeg(view)
  return header && header.width > 0 && header.height > 0 ? header : null
}

function readPng(view: DataView): PhotoHeader | null {
  if (view.byteLength < 33 || view.getUint32(12) !== 0x49484452) return null
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const samples = samplesOf[view.getUint8(25)]
  if (!samples) return null
  const row = Math.ceil((width * samples * view.getUint8(24)) / 8)
  // Each row has a byte of its own. An interlaced picture has more rows, each with its last byte half used.
  const rows = view.getUint8(28) === 0 ? (row + 1) * height : (row + 8) * height * 2
  return { type: 'png', width, height, unpackedBytes: rows }
}

/** Goes from segment to segment as the decoder does, so that both find the same frame. */
function readJpeg(view: DataView): PhotoHeader | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff || view.getUint8(at + 1) === 0xff) {
      at += 1
      continue
    }
    const marker = view.getUint8(at + 1)
    if (frames.has(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
      return { type: 'jpeg', width, height, unpackedBytes: width * height * 3 }
    }
    const length = view.getUint16(at + 2)
    if (!passedOver(marker) || length < 2) return null
    at += 2 + length
  }
  return null
}
