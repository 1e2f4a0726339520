const version = 1

export interface Frame {
  cmd: number
  subCmd: number
  body: Record<string, unknown>
}

/** Version, command (two bytes, low one first), sub-command, then JSON. */
export function writeFrame({ cmd, subCmd, body }: Frame): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt8(version, 0)
  head.writeUInt16LE(cmd, 1)
  head.writeUInt8(subCmd, 3)
  return Buffer.concat([head, Buffer.from(JSON.stringify(body), 'utf8')])
}

/** @returns null for what is no frame */
export function readFrame(bytes: Buffer): Frame | null {
  if (bytes.length < 4 || bytes.readUInt8(0) !== version) return null
  const head = { cmd: bytes.readUInt16LE(1), subCmd: bytes.readUInt8(3) }
  try {
    const body: unknown = JSON.parse(bytes.subarray(4).toString('utf8') || '{}')
    return typeof body === 'object' && body !== null ? { ...head, body: body as Frame['body'] } : null
  } catch {
    return null
  }
}
