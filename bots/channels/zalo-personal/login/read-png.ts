import { inflateSync } from 'node:zlib'

/** A picture, four bytes a pixel: red, green, blue, opaqueness. */
export interface Picture {
  width: number
  height: number
  data: Uint8Array
}

const samplesOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const mostPixels = 4_000_000

/** @returns null for what is no PNG of the kinds codes come as: not interlaced, eight bits a sample or fewer */
export function readPng(png: Buffer): Picture | null {
  try {
    if (png.readUInt32BE(0) !== 0x89504e47) return null
    const { data, palette } = readChunks(png)
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
    const [depth = 0, colour = -1, , , interlaced] = png.subarray(24, 29)
    const samples = samplesOf[colour]
    if (!samples || depth > 8 || interlaced !== 0 || width * height > mostPixels) return null
    const stride = Math.ceil((width * samples * depth) / 8)
    const step = Math.max(1, (samples * depth) / 8)
    const most = height * (stride + 1)
    const rows = unfilter(inflateSync(data, { maxOutputLength: most }), { stride, height, step })
    const full = (1 << depth) - 1
    const picture = new Uint8Array(width * height * 4)
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      const y = Math.floor(pixel / width)
      const values = Array.from({ length: samples }, (_, index) => {
        const bit = ((pixel % width) * samples + index) * depth
        return ((rows[y * stride + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & full
      })
      const [first = 0] = values
      picture.set(
        colour === 3
          ? [...palette.subarray(first * 3, first * 3 + 3), 255]
          : toColours(values.map((value) => (value * 255) / full)),
        pixel * 4,
      )
    }
    return { width, height, data: picture }
  } catch {
    return null
  }
}

function readChunks(png: Buffer): { data: Buffer; palette: Buffer } {
  const parts: Buffer[] = []
  let palette: Buffer = Buffer.alloc(0)
  for (let at = 8; at + 8 <= png.length; ) {
    const length = png.readUInt32BE(at)
    const kind = png.toString('latin1', at + 4, at + 8)
    const data = png.subarray(at + 8, at + 8 + length)
    if (kind === 'IDAT') parts.push(data)
    if (kind === 'PLTE') palette = data
    at += length + 12
  }
  return { data: Buffer.concat(parts), palette }
}

function toColours(values: readonly number[]): number[] {
  const [first = 0, second = 255, third = 0, fourth = 255] = values
  return values.length < 3 ? [first, first, first, second] : [first, second, third, fourth]
}

/** PNG writes each byte as its difference from its neighbours. */
function unfilter(
  raw: Buffer,
  { stride, height, step }: { stride: number; height: number; step: number },
): Buffer {
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x
      const left = x >= step ? (rows[at - step] ?? 0) : 0
      const up = y > 0 ? (rows[at - stride] ?? 0) : 0
      const corner = x >= step && y > 0 ? (rows[at - stride - step] ?? 0) : 0
      const guess = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter] ?? 0
      rows[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess
    }
  }
  return rows
}

/** Paeth's predictor. */
function nearest(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
