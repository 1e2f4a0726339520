import type { Readable } from 'node:stream'
import type { Cell, SheetRow } from '../sheet.ts'
import { createTextGatherer, unescapeText } from './gather-text.ts'
import { isBroken } from './is-broken.ts'
import { parseXml } from './parse-xml.ts'
import type { TextStore } from './text-store.ts'

/** The format's own limits. */
const mostRows = 1_048_576
const mostColumns = 16_384

/**
 * The rows of a sheet's XML. Of a formula, what Excel last made of it; days are still numbers.
 * @throws AppError `bad_data` when the sheet is broken
 */
export async function* readRows(stream: Readable, texts: TextStore): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = []
  let row = 0
  let cells: (Cell | undefined)[] = []
  let column = -1
  let type = 'n'
  const gatherer = createTextGatherer()
  const listener = {
    open(name: string, { r, t = 'n' }: Readonly<Record<string, string>>) {
      if (name === 'row') {
        const before = row
        row = r === undefined ? before + 1 : Number(r)
        if (!(row > before && row <= mostRows)) throw isBroken()
        cells = []
        column = -1
      } else if (name === 'c') {
        column = r === undefined ? column + 1 : columnOf(r)
        if (column >= mostColumns) throw isBroken()
        type = t
        gatherer.take()
      } else gatherer.open(name)
    },
    text: gatherer.text,
    close(name: string) {
      if (name === 'c') {
        const text = gatherer.take()
        if (text !== '') cells[column] = readValue(type, text, texts)
      } else if (name === 'row') {
        if (cells.length > 0) rows.push({ row, cells })
      } else gatherer.close(name)
    },
  }
  for await (const _ of parseXml(stream, listener)) {
    if (rows.length === 0) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}

/** "AB12" → 27. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference)?.[0]
  if (letters === undefined) throw isBroken()
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function readValue(type: string, text: string, texts: TextStore): Cell | undefined {
  if (type === 's') return texts.get(Number(text))
  if (type !== 'n') return unescapeText(text)
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}
