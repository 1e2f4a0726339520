import type { Match } from './match.ts'

/** One line of the answer: what the assistant would do with the text, or why the line could not be read. */
export type MatchLine = ({ id: string | number } & Match) | { error: string }

/** A line longer than this is no question. */
export const longestLine = 1_000_000

/**
 * Answers a file of questions, JSON lines of `{id, text}`, one answer a line in the same order. A broken line
 * gives `{error}` in its place, naming the line; empty lines are passed over.
 * @param lines the file's lines, as they are read
 */
export async function* matchFile(
  lines: AsyncIterable<string> | Iterable<string>,
  match: (text: string) => Match,
): AsyncGenerator<MatchLine> {
  let number = 0
  for await (const line of lines) {
    number++
    const text = number === 1 ? line.replace(/^\ufeff/, '') : line
    if (text.trim() === '') continue
    const read = readLine(text)
    yield typeof read === 'string'
      ? { error: `line ${number}: ${read}` }
      : { id: read.id, ...match(read.text) }
  }
}

function readLine(line: string): { id: string | number; text: string } | string {
  if (line.length > longestLine) return `longer than ${longestLine} characters`
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'not JSON'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'not an object with id and text'
  const { id, text } = value as { id?: unknown; text?: unknown }
  if (typeof id !== 'string' && (typeof id !== 'number' || !Number.isFinite(id))) return 'no id'
  return typeof text === 'string' ? { id, text } : 'no text'
}
