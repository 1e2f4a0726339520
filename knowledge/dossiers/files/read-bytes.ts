import type { FileHandle } from 'node:fs/promises'

const chunk = 1 << 16

/** The file's bytes from an offset on, by position, so that several can read one open file. */
export async function* readBytes(file: FileHandle, from = 0): AsyncGenerator<Buffer> {
  for (let at = from; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunk), 0, chunk, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
