import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import { openSheet } from '../../knowledge/dossiers/files/open-sheet.ts'
import type { Cell } from '../../knowledge/dossiers/files/sheet.ts'

/** A folder of one's own, until it is removed. */
export async function scratchFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'mot-cua-sheets-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

export interface ReadSheet {
  rows: { row: number; cells: Cell[] }[]
  problems: { row: number; problem: string }[]
  remarks: readonly string[]
  dayZero: string | undefined
}

/** All that a file of these bytes holds, as the importer reads it. */
export async function readSheet(content: string | Uint8Array): Promise<ReadSheet> {
  const folder = await scratchFolder()
  const path = join(folder.path, 'sheet')
  await writeFile(path, content)
  const file = await open(path)
  try {
    const sheet = await openSheet(file)
    const read: ReadSheet = { rows: [], problems: [], remarks: sheet.remarks, dayZero: sheet.dayZero }
    for await (const lines of sheet.read()) {
      for (const line of lines) {
        if ('problem' in line) read.problems.push(line)
        else read.rows.push({ row: line.row, cells: Array.from(line.cells, (cell) => cell ?? '') })
      }
    }
    return read
  } finally {
    await file.close()
    await folder.remove()
  }
}

/** An archive of parts, by their paths. */
export async function zipOf(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [path, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), path)
  zip.end()
  return buffer(zip.outputStream)
}

const ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/**
 * The parts of a workbook, for `zipOf`.
 * @param rows the XML within `sheetData`
 * @param more other parts, or others in their place
 */
export function workbookOf(
  rows: string,
  { strings, properties = '', sheets }: { strings?: string; properties?: string; sheets?: string } = {},
): Record<string, string> {
  const link = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${types}/${type}" Target="${target}"/>`
  const listed = sheets ?? '<sheet name="A" sheetId="1" r:id="s1"/>'
  return {
    '_rels/.rels': `<Relationships>${link('b', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook ${ns} xmlns:r="${types}">${properties}<sheets>${listed}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${link('s1', 'worksheet', 'worksheets/sheet1.xml')}${link('s2', 'worksheet', '/xl/worksheets/sheet2.xml')}${strings === undefined ? '' : link('t', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet ${ns}><sheetData>${rows}</sheetData></worksheet>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst ${ns}>${strings}</sst>` }),
  }
}
