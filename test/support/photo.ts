import { crc32, deflateSync } from 'node:zlib'
import jpeg from 'jpeg-js'
import encodeQR from 'qr'

/** A picture in shades of grey, a byte a pixel, 0 being black. */
export interface Picture {
  width: number
  height: number
  pixels: Uint8Array
}

export function blank(width: number, height: number, shade = 235): Picture {
  return { width, height, pixels: new Uint8Array(width * height).fill(shade) }
}

/** A QR code with its white border, `scale` pixels a module. */
export function qrPicture(text: string, scale: number): Picture {
  const rows = encodeQR(text, 'raw', { border: 4 })
  const side = rows.length * scale
  return draw(side, side, (x, y) => (rows[Math.floor(y / scale)]?.[Math.floor(x / scale)] ? 0 : 255))
}

function draw(width: number, height: number, shade: (x: number, y: number) => number): Picture {
  const picture = blank(width, height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) picture.pixels[y * width + x] = shade(x, y)
  return picture
}

/** Lays one picture on another, turned by so many degrees and sheared as by a camera held askew. */
export function lay(
  on: Picture,
  what: Picture,
  at: { x: number; y: number; degrees?: number; shear?: number },
): Picture {
  const angle = ((at.degrees ?? 0) * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return draw(on.width, on.height, (x, y) => {
    const [dx, dy] = [x - at.x, y - at.y]
    const u = cos * dx + sin * dy + what.width / 2
    const v = cos * dy - sin * dx + (at.shear ?? 0) * dx + what.height / 2
    const inside = u >= 0 && v >= 0 && u < what.width && v < what.height
    return inside ? pixel(what, Math.floor(u), Math.floor(v)) : pixel(on, x, y)
  })
}

/** As out of focus: each pixel the mean of its neighbourhood. */
export function blur(picture: Picture, radius: number): Picture {
  const across = draw(picture.width, picture.height, (x, y) => mean(picture, radius, (d) => [x + d, y]))
  return draw(picture.width, picture.height, (x, y) => mean(across, radius, (d) => [x, y + d]))
}

function mean(picture: Picture, radius: number, at: (d: number) => [number, number]): number {
  let sum = 0
  for (let d = -radius; d <= radius; d++) {
    const [x, y] = at(d)
    sum += pixel(
      picture,
      Math.min(picture.width - 1, Math.max(0, x)),
      Math.min(picture.height - 1, Math.max(0, y)),
    )
  }
  return sum / (2 * radius + 1)
}

/** As taken in bad light: dark, with grain, and brighter towards one side. */
export function darken(picture: Picture, { by, grain }: { by: number; grain: number }): Picture {
  let seed = 1
  return draw(picture.width, picture.height, (x, y) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    const light = by * (0.6 + (0.4 * x) / picture.width)
    const shade = pixel(picture, x, y) * light + (seed / 2147483648 - 0.5) * grain
    return Math.min(255, Math.max(0, shade))
  })
}

export function invert(picture: Picture): Picture {
  return { ...picture, pixels: picture.pixels.map((shade) => 255 - shade) }
}

export function toJpeg({ width, height, pixels }: Picture, quality = 75): Buffer {
  const data = Buffer.alloc(width * height * 4, 255)
  for (const [index, shade] of pixels.entries()) data.fill(shade, index * 4, index * 4 + 3)
  return jpeg.encode({ width, height, data }, quality).data
}

/** @param comment is put into the file as readable text */
export function toPng(picture: Picture, comment = ''): Buffer {
  const { width, height, pixels } = picture
  const raw = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) raw.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  return pngOf({ width, height, packed: deflateSync(raw), comment })
}

/** A PNG of parts that need not go together. */
export function pngOf(parts: { width: number; height: number; packed: Buffer; comment?: string }): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(parts.width)
  header.writeUInt32BE(parts.height, 4)
  header[8] = 8
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(parts.comment ? [chunk('tEXt', Buffer.from(`Comment\0${parts.comment}`))] : []),
    chunk('IDAT', parts.packed),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(content))
  return Buffer.concat([length, content, check])
}

function pixel({ width, pixels }: Picture, x: number, y: number): number {
  return pixels[y * width + x] ?? 0
}
