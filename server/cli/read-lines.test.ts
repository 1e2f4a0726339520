import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readLines } from './read-lines.ts'

async function linesOf(chunks: string[], longest = 10) {
  const lines: string[] = []
  for await (const line of readLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), longest)) {
    lines.push(line)
  }
  return lines
}

describe('readLines', () => {
  it('gives lines wherever the chunks are cut', async () => {
    expect(await linesOf(['a\nb', 'c\r\n', '\n', 'd'])).toEqual(['a', 'bc', '', 'd'])
    expect(await linesOf([])).toEqual([])
  })

  it('keeps a character together that two chunks share', async () => {
    const bytes = Buffer.from('ngõ')
    const lines: string[] = []
    for await (const line of readLines(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]), 10))
      lines.push(line)
    expect(lines).toEqual(['ngõ'])
  })

  it('passes over what is too long of a line, and goes on with the next', async () => {
    const lines = await linesOf(['x'.repeat(8), 'y'.repeat(8), 'z'.repeat(80), '\nnext'])
    expect(lines.map((line) => line.length)).toEqual([11, 4])
    expect(lines[1]).toBe('next')
  })
})
