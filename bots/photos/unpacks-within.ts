import { createInflate } from 'node:zlib'

/**
 * Whether the pixels of a PNG unpack to no more than they may: its decoder would unpack a few megabytes to
 * gigabytes, whatever size the header declares. Counted without keeping anything.
 * @returns false for what is damaged, too
 */
export async function unpacksWithin(png: Uint8Array, most: number): Promise<boolean> {
  const inflate = createInflate()
  const { promise, resolve } = Promise.withResolvers<boolean>()
  let size = 0
  inflate.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > most) resolve(false)
  })
  inflate.on('end', () => resolve(true))
  inflate.on('error', () => resolve(false))
  for (const part of pixelParts(png)) inflate.write(part)
  inflate.end()
  const within = await promise
  inflate.destroy()
  return within
}

/** The contents of the IDAT chunks, in their order. */
function* pixelParts(png: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  for (let at = 8; at + 12 <= png.length; ) {
    const length = view.getUint32(at)
    if (view.getUint32(at + 4) === 0x49444154) yield png.subarray(at + 8, at + 8 + length)
    at += length + 12
  }
}
