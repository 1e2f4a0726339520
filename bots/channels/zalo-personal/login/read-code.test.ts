import { deflateSync } from 'node:zlib'
import encodeQR from 'qr'
import { describe, expect, it } from 'vitest'
import { readCode } from './read-code.ts'

const said = 'https://qr.example/zalo?code=3f9a6c1b2d4e5f60'

interface Kind {
  depth: number
  colour: number
  filter: number
}

/** The code as a PNG, four pixels a module. */
function draw({ depth, colour, filter }: Kind): Buffer {
  const rows = encodeQR(said, 'raw', { border: 4 }).flatMap((row) =>
    Array.from({ length: 4 }, () => row.flatMap((dark) => [dark, dark, dark, dark])),
  )
  const width = rows[0]?.length ?? 0
  const lines = rows.map((row) => pack(row, depth, colour))
  const step = Math.max(1, (({ 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 1) * depth) / 8)
  const filtered = lines.map((line, y) => {
    const before = lines[y - 1]
    const out = line.map((byte, x) => {
      const left = line[x - step] ?? 0
      const up = before?.[x] ?? 0
      if (filter === 1) return byte - left
      if (filter === 2) return byte - up
      return filter === 3 ? byte - ((left + up) >> 1) : byte
    })
    return [filter, ...out]
  })
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(rows.length, 4)
  head.set([depth, colour, 0, 0, 0], 8)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  const palette = Buffer.from([255, 255, 255, 0, 0, 0])
  const body = deflateSync(Buffer.from(filtered.flat()))
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    ...(colour === 3 ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', body),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function pack(row: readonly boolean[], depth: number, colour: number): number[] {
  if (depth === 1) {
    const bytes: number[] = []
    for (let at = 0; at < row.length; at += 8) {
      const bits = row.slice(at, at + 8).map((dark) => (dark === (colour === 3) ? '1' : '0'))
      bytes.push(Number.parseInt(bits.join('').padEnd(8, '0'), 2))
    }
    return bytes
  }
  return row.flatMap((dark) => {
    const value = dark ? 0 : 255
    if (colour === 0) return [value]
    return colour === 2 ? [value, value, value] : [value, value, value, 255]
  })
}

function chunk(kind: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(kind), data, Buffer.alloc(4)])
}

describe('a code in a picture', () => {
  it.each<Kind>([
    { depth: 8, colour: 0, filter: 0 },
    { depth: 8, colour: 2, filter: 1 },
    { depth: 8, colour: 6, filter: 2 },
    { depth: 8, colour: 6, filter: 3 },
    { depth: 1, colour: 0, filter: 0 },
    { depth: 1, colour: 3, filter: 2 },
  ])('is read, drawn as %j', (kind) => {
    expect(readCode(draw(kind))).toBe(said)
  })

  it('is not found where there is none', () => {
    const cut = draw({ depth: 8, colour: 0, filter: 0 }).subarray(0, 200)
    for (const junk of [Buffer.alloc(0), Buffer.from('GIF89a, not a PNG'), cut])
      expect(readCode(junk)).toBeNull()
  })
})
