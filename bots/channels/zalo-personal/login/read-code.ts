import decodeQR from 'qr/decode.js'
import { readPng } from './read-png.ts'

/**
 * What the picture of a QR code says, so that it can be drawn anew where no pictures are shown.
 * @returns null for a picture in which no code is found
 */
export function readCode(png: Buffer): string | null {
  const picture = readPng(png)
  if (!picture) return null
  try {
    return decodeQR(picture)
  } catch {
    return null
  }
}
