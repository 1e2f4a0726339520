import { parse } from 'csv-parse/sync'

/** The cells of a line, or why it has none, and how long it is with its line end. */
type LooseRow = { bytes: number } & ({ cells: string[] } | { problem: string })

/** A longer line is not read by itself. In bytes. */
const longest = 1 << 20

const newline = 10
const carriageReturn = 13

/**
 * Reads one line whose quotation marks are out of place, as far as it has only one meaning: marks within a cell that
 * does not begin with one (`Nguyễn Văn "Tèo"`) are part of it.
 * @param code what csv-parse found wrong with it
 */
export async function readLooseRow(
  text: AsyncIterable<Buffer>,
  delimiter: string,
  code: string,
): Promise<LooseRow> {
  const { bytes, line } = await readLine(text)
  const unfit = 'a quotation mark is not closed, or stands alone within a quoted cell'
  if (code === 'CSV_MAX_RECORD_SIZE' && line === undefined)
    return { bytes, problem: 'it is longer than 12 MB, or a quotation mark is not closed' }
  if (code !== 'INVALID_OPENING_QUOTE' || line === undefined) return { bytes, problem: unfit }
  try {
    const [cells = []] = parse(line, { delimiter, relax_quotes: true, relax_column_count: true })
    return cells.some((cell) => cell.startsWith('"')) ? { bytes, problem: unfit } : { bytes, cells }
  } catch {
    return { bytes, problem: unfit }
  }
}

/** @returns the line's length with its end, and the line unless it is too long */
async function readLine(text: AsyncIterable<Buffer>): Promise<{ bytes: number; line?: string }> {
  const parts: Buffer[] = []
  let length = 0
  let returned = false
  for await (const bytes of text) {
    // The line ended with the chunk before; what may follow is the other half of its end.
    if (returned) return done(length + (bytes[0] === newline ? 1 : 0))
    const end = bytes.findIndex((byte) => byte === newline || byte === carriageReturn)
    const own = end < 0 ? bytes : bytes.subarray(0, end)
    if (length + own.length <= longest) parts.push(own)
    length += own.length
    if (end < 0) continue
    const two = bytes[end] === carriageReturn
    if (!two || end + 1 < bytes.length) return done(length + (two && bytes[end + 1] === newline ? 2 : 1))
    returned = true
    length += 1
  }
  return done(length)

  function done(bytes: number) {
    return length > longest ? { bytes } : { bytes, line: Buffer.concat(parts).toString() }
  }
}
