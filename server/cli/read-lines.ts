import type { Readable } from 'node:stream'

/** Stands for the rest of a line that is longer than anybody types. */
const cut = '…'

/**
 * The lines of a text file, however long they are: of one that is longer than the bound, what lies beyond is passed
 * over, so that a file without a line break fills no memory.
 * @param longest in characters; a longer line comes with that many and one more
 */
export async function* readLines(input: Readable, longest: number): AsyncGenerator<string> {
  input.setEncoding('utf8')
  let line = ''
  for await (const chunk of input as AsyncIterable<string>) {
    const parts = chunk.split('\n')
    for (const [index, part] of parts.entries()) {
      if (line.length <= longest) line += part.length > longest ? part.slice(0, longest) + cut : part
      if (line.length > longest + cut.length) line = line.slice(0, longest) + cut
      if (index < parts.length - 1) {
        yield line.replace(/\r$/, '')
        line = ''
      }
    }
  }
  if (line !== '') yield line
}
