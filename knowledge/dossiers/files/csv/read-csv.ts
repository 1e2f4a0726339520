import { type CsvError, type Parser, parse } from 'csv-parse'
import { AppError } from '../../../../server/errors.ts'
import type { SheetRow } from '../sheet.ts'
import { readLooseRow } from './read-loose-row.ts'

/** A row is shorter; where one seems longer, a quotation mark was not closed. In bytes. */
const longestRow = 12 << 20

/** Bytes that may be read twice because of quotation marks out of place; each such row counts as one chunk at least. */
const mostRereading = 256 << 20
const chunk = 1 << 16

/** Gives the text from an offset on, as UTF-8. */
type Text = (from: number) => AsyncIterable<Buffer>

/** Where a row begins. */
interface Place {
  offset: number
  line: number
}

/** Why parsing stopped before the end, in which row, and how far it had looked for that row's end. */
interface Broken extends Place {
  code: string
  looked: number
}

/**
 * The rows of a CSV text. A quotation mark out of place costs no row but its own: a parser alone would take all that
 * follows, to the next mark, as one cell, and so give one dossier the status of another. So the line is read by
 * itself (`readLooseRow`), and parsing begins anew behind it.
 * @throws AppError `bad_data` when that happens so often that the file cannot be CSV
 */
export async function* readCsv(text: Text, delimiter: string): AsyncGenerator<SheetRow[]> {
  let place: Place = { offset: 0, line: 1 }
  for (let reread = 0; ; ) {
    const broken: Broken | undefined = yield* readWhole(text, delimiter, place)
    if (!broken) return
    reread += Math.max(broken.looked, chunk)
    if (reread > mostRereading)
      throw new AppError(
        'bad_data',
        'too many rows have quotation marks that do not fit: save the table again as "CSV UTF-8"',
      )
    const { line, offset, code } = broken
    const loose = await readLooseRow(text(offset), delimiter, code)
    yield ['cells' in loose ? { row: line, cells: loose.cells } : { row: line, problem: loose.problem }]
    place = { offset: offset + loose.bytes, line: line + 1 }
  }
}

/** Rows up to the end, or up to one that is broken. */
async function* readWhole(
  text: Text,
  delimiter: string,
  from: Place,
): AsyncGenerator<SheetRow[], Broken | undefined> {
  const next = { ...from }
  let rows: SheetRow[] = []
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    on_record(cells: string[], { bytes }) {
      if (cells.length > 1 || cells[0] !== '') rows.push({ row: next.line, cells })
      next.line += 1 + cells.reduce((breaks, cell) => breaks + countBreaks(cell), 0)
      next.offset = from.offset + bytes
      return null
    },
  })
  let fed = from.offset
  const broken = (code: string) => ({ ...next, code, looked: fed - next.offset })
  for await (const bytes of text(from.offset)) {
    fed += bytes.length
    const problem = await feed(parser, bytes)
    if (rows.length > 0) {
      yield rows
      rows = []
    }
    if (problem) return broken(problem)
    if (fed - next.offset > longestRow) return broken('CSV_MAX_RECORD_SIZE')
  }
  const problem = await feed(parser)
  if (rows.length > 0) yield rows
  return problem ? broken(problem) : undefined
}

/** Gives the parser its next bytes, or the end. @returns the code of what is wrong with them */
function feed(parser: Parser, bytes?: Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    const done = (error?: Error | null) =>
      resolve(error ? ((error as CsvError).code ?? 'unknown') : undefined)
    // What goes wrong is told to the callback as well.
    if (parser.listenerCount('error') === 0) parser.on('error', () => {})
    if (bytes) parser.write(bytes, done)
    else parser.resume().end(done)
  })
}

function countBreaks(cell: string): number {
  if (!cell.includes('\n') && !cell.includes('\r')) return 0
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0
}
