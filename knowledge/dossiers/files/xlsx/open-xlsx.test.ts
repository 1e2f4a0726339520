import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { readSheet, workbookOf, zipOf } from '../../../../test/support/sheet-files.ts'
import { createTextStore } from './text-store.ts'

const cell = (reference: string, inner: string, attributes = '') =>
  `<c r="${reference}" ${attributes}>${inner}</c>`

const manyAttributes = Array.from({ length: 5000 }, (_, n) => `a${n}=""`).join(' ')
const withManySheets = { ...workbookOf(''), 'xl/_rels/workbook.xml.rels': ' '.repeat(9 << 20) }

async function readXml(rows: string, more: Parameters<typeof workbookOf>[1] = {}) {
  return readSheet(await zipOf(workbookOf(rows, more)))
}

describe('an XLSX workbook', () => {
  it('is read with shared, inline, rich and formula texts, and numbers as they are', async () => {
    const rows = [
      `<row r="1">${cell('A1', '<v>0</v>', 't="s"')}${cell('C1', '<v>1</v>', 't="s"')}</row>`,
      `<row r="3">${cell('A3', '<is><t>  Đỗ </t><r><t>Minh</t></r></is>', 't="inlineStr"')}`,
      `${cell('B3', '<f>1+1</f><v>2</v>')}${cell('C3', '<f>A1</f><v>=cmd|x</v>', 't="str"')}`,
      `${cell('AA3', '<v>46350.75</v>', 's="4"')}</row>`,
    ].join('')
    const strings =
      '<si><t>mã</t></si><si><r><t>trạng </t></r><r><t xml:space="preserve">thái</t></r><rPh><t>đọc</t></rPh></si>'
    const read = await readXml(rows, { strings })
    expect(read.rows[0]).toEqual({ row: 1, cells: ['mã', '', 'trạng thái'] })
    expect(read.rows[1]?.row).toBe(3)
    expect(read.rows[1]?.cells.slice(0, 3)).toEqual(['  Đỗ Minh', 2, '=cmd|x'])
    expect(read.rows[1]?.cells[26]).toBe(46350.75)
  })

  it('may leave out where rows and cells stand, and write characters as numbers', async () => {
    const rows =
      '<row><c t="inlineStr"><is><t>a&amp;b&#10;</t></is></c><c><v>1</v></c></row><row><c t="inlineStr"><is><t>_x0041__x005F_x0042_</t></is></c></row>'
    expect((await readXml(rows)).rows).toEqual([
      { row: 1, cells: ['a&b\n', 1] },
      { row: 2, cells: ['A_x0042_'] },
    ])
  })

  it('counts days from 1904 where it says so', async () => {
    expect((await readXml('')).dayZero).toBe('1899-12-30')
    expect((await readXml('', { properties: '<workbookPr date1904="1"/>' })).dayZero).toBe('1904-01-01')
  })

  it('is read from its first sheet that is not hidden, and says that there are others', async () => {
    const sheets =
      '<sheet name="x" sheetId="3" state="hidden" r:id="s2"/><sheet name="A" sheetId="1" r:id="s1"/><sheet name="B" sheetId="2" r:id="s2"/>'
    const read = await readXml(`<row r="1">${cell('A1', '<v>7</v>')}</row>`, { sheets })
    expect(read.rows).toEqual([{ row: 1, cells: [7] }])
    expect(read.remarks).toEqual(['only the first of 2 sheets was read'])
  })

  it('gives back the rows that another library wrote', async () => {
    // The writing library leaves out what XML cannot hold, or should not, and takes the name of a method for a text it
    // has written already; Excel's own limit is 32,767 characters.
    const text = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .filter((one) => !/[\p{Cc}\p{Noncharacter_Code_Point}\ufffd]|_x/u.test(one) && !(one in {}))
    const value = fc.oneof(
      text,
      fc.integer({ min: -1e9, max: 1e9 }),
      // A sheet has one zero.
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((one) => one + 0),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 15 }),
        async (table) => {
          const written = await writeExcelFile(
            table.map((row) => row.map((one) => ({ value: one }))),
          ).toBuffer()
          const { rows } = await readSheet(written)
          for (const [at, row] of table.entries()) {
            const read = rows.find((one) => one.row === at + 1)?.cells ?? []
            expect(row.map((_, column) => read[column] ?? '')).toEqual(row)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('what looks like a workbook', () => {
  it.each([
    [
      'is locked by a password, or old',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(5000)]),
      /password/,
    ],
    ['breaks off', Buffer.from('PK\x03\x04 and no more'), /broken/],
  ])('is refused clearly when it %s', async (_, content, why) => {
    await expect(readSheet(content)).rejects.toMatchObject({
      code: 'bad_data',
      message: expect.stringMatching(why),
    })
  })

  it.each([
    ['another archive', { 'a.txt': 'hello' }, /no XLSX workbook/],
    ['a text document', { ...workbookOf(''), 'xl/workbook.xml': '<document/>' }, /no XLSX workbook/],
    ['a sheet that is not there', without(workbookOf(''), 'xl/worksheets/sheet1.xml'), /broken/],
    ['XML that is none', { ...workbookOf(''), 'xl/worksheets/sheet1.xml': '<worksheet><row' }, /broken/],
    [
      'a document type',
      { ...workbookOf(''), 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' },
      /broken/,
    ],
    ['a row beyond all rows', workbookOf('<row r="99999999"/>'), /broken/],
    ['rows that go backwards', workbookOf('<row r="2"/><row r="1"/>'), /broken/],
    ['a cell beyond all columns', workbookOf('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), /broken/],
    ['elements within each other without end', workbookOf('<a>'.repeat(200_000)), /broken/],
    ['an element with thousands of attributes', workbookOf(`<row ${manyAttributes}/>`), /broken/],
    ['a list of sheets that is longer than any', withManySheets, /unpacks to more than 8 MB/],
    [
      'a name of a megabyte',
      workbookOf(`<row r="1"><c r="${'A'.repeat(1 << 20)}"><v>1</v></c></row>`),
      /broken/,
    ],
    [
      'thousands of parts',
      Object.fromEntries(Array.from({ length: 2500 }, (_, n) => [`p${n}`, ''])),
      /archive/,
    ],
  ])('is refused clearly when it holds %s', async (_, parts, why) => {
    await expect(readSheet(await zipOf(parts as Record<string, string>))).rejects.toMatchObject({
      code: 'bad_data',
      message: expect.stringMatching(why),
    })
  })

  it('is not unpacked when it says that it unpacks to more than a list can be', async () => {
    const bomb = sayingOfItself(await zipOf(withSpaces), 600 << 20)
    await expect(readSheet(bomb)).rejects.toMatchObject({
      message: expect.stringContaining('unpacks to more'),
    })
  })

  it('breaks off where it unpacks to more than it says', async () => {
    const bomb = sayingOfItself(await zipOf(withSpaces), 100)
    await expect(readSheet(bomb)).rejects.toMatchObject({ message: expect.stringContaining('broken') })
  })

  it('is refused when its texts alone are more than can be held', () => {
    const store = createTextStore()
    const text = 'x'.repeat(30 << 20)
    for (let n = 0; n < 4; n++) store.add(text)
    expect(() => store.add(text)).toThrow('more text than can be read')
  })

  it('has a cell of 10 MB cut, and then it is too long for any column', async () => {
    const rows = `<row r="1">${cell('A1', `<is><t>${'x'.repeat(10 << 20)}</t></is>`, 't="inlineStr"')}</row>`
    const [first] = (await readXml(rows)).rows
    expect(String(first?.cells[0])).toHaveLength(40_000)
  })
})

const spaces = 10 << 20
const withSpaces = { ...workbookOf(''), 'xl/worksheets/sheet1.xml': Buffer.alloc(spaces, ' ') }

/** The archive with another size in the place of that of `withSpaces`. */
function sayingOfItself(archive: Buffer, size: number): Buffer {
  const [honest, said] = [Buffer.alloc(4), Buffer.alloc(4)]
  honest.writeUInt32LE(spaces)
  said.writeUInt32LE(size)
  for (let at = archive.indexOf(honest); at >= 0; at = archive.indexOf(honest)) said.copy(archive, at)
  return archive
}

function without(parts: Record<string, string>, path: string): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).filter(([name]) => name !== path))
}
