import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSheet } from '../../../../test/support/sheet-files.ts'

const rowsOf = async (text: string) => (await readSheet(text)).rows

describe('a CSV file', () => {
  it.each([
    ['line ends of Windows', 'a,b\r\n1,2\r\n'],
    ['line ends of old Macs', 'a,b\r1,2\r'],
    ['no line end at its end', 'a,b\n1,2'],
    ['a byte order mark', '\ufeffa,b\n1,2\n'],
    ['semicolons', 'a;b\n1;2\n'],
    ['tabs', 'a\tb\n1\t2\n'],
    ['quotation marks around all', '"a","b"\n"1","2"\n'],
  ])('is read with %s', async (_, text) => {
    expect(await rowsOf(text)).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 2, cells: ['1', '2'] },
    ])
  })

  it('is separated by what its header uses, whatever stands in its names and rows', async () => {
    expect(await rowsOf('"a,b,c";d\n1,5;2\n')).toEqual([
      { row: 1, cells: ['a,b,c', 'd'] },
      { row: 2, cells: ['1,5', '2'] },
    ])
  })

  it('numbers rows by the lines they begin at, over empty lines and line breaks in cells', async () => {
    const text = 'a,b\n\n"x\ny\r\nz",1\n2,3\n\n\n4,5\n'
    expect(await rowsOf(text)).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 3, cells: ['x\ny\r\nz', '1'] },
      { row: 6, cells: ['2', '3'] },
      { row: 9, cells: ['4', '5'] },
    ])
  })

  it('may have quotation marks within cells, doubled or in a cell without', async () => {
    expect(await rowsOf('a,b\n"ông ""Ba""",1\nông "Ba",2\n3,4\n')).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 2, cells: ['ông "Ba"', '1'] },
      { row: 3, cells: ['ông "Ba"', '2'] },
      { row: 4, cells: ['3', '4'] },
    ])
  })

  it('loses only the row whose quotation mark is not closed, though later ones are quoted', async () => {
    const { rows, problems } = await readSheet('a,b,c\n1,"An,x\n2,"Bình",y\n3,"Chi" ,z\n4,"Du",w\n')
    expect(rows).toEqual([
      { row: 1, cells: ['a', 'b', 'c'] },
      { row: 3, cells: ['2', 'Bình', 'y'] },
      { row: 5, cells: ['4', 'Du', 'w'] },
    ])
    expect(problems.map(({ row }) => row)).toEqual([2, 4])
  })

  it('loses only the last row when that one is not closed', async () => {
    const { rows, problems } = await readSheet('a,b\r\n1,2\r\n3,"4\r\n5,6\r\n')
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 4])
    expect(problems).toEqual([{ row: 3, problem: expect.stringContaining('quotation mark') }])
  })

  it('finds its rows again behind a quotation mark that is open for more than any row has', async () => {
    const filler = `${'x'.repeat(100)},y\n`.repeat(150_000)
    const { rows, problems } = await readSheet(`a,b\n1,"open\n${filler}`)
    expect(problems.map(({ row }) => row)).toEqual([2])
    expect(rows.at(-1)).toMatchObject({ row: 150_002 })
  })

  it('may have a cell of 10 MB and a thousand columns', async () => {
    const big = 'ă'.repeat(5_000_000)
    const wide = Array.from({ length: 1000 }, (_, n) => `c${n}`)
    const { rows } = await readSheet(`${wide.join(',')}\n"${big}",2\n3,4\n`)
    expect(rows[0]?.cells).toHaveLength(1000)
    expect(rows[1]?.cells[0]).toBe(big)
    expect(rows[2]).toEqual({ row: 3, cells: ['3', '4'] })
  })

  it('goes on behind a line that is longer than any row, and says which it was', async () => {
    const { rows, problems } = await readSheet(`a,b\n${'x'.repeat(14 << 20)}\n1,2\n`)
    expect(problems).toEqual([{ row: 2, problem: expect.stringContaining('longer than 12 MB') }])
    expect(rows.at(-1)).toEqual({ row: 3, cells: ['1', '2'] })
  })

  it('gives back the rows that another library wrote', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom('"', '""', '\n', '\r\n', ',', ';', ' a '),
    )
    // A header of plain names decides what separates; no cell may be mistaken for a byte order mark.
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (table, delimiter, end, quoted) => {
          const written = stringify([['a', 'b', 'c'], ...table], {
            delimiter,
            record_delimiter: end,
            quoted,
            quoted_match: /[\r\n]/,
          })
          const read = (await rowsOf(written)).map(({ cells }) => cells)
          expect(read).toEqual([['a', 'b', 'c'], ...table])
        },
      ),
      { numRuns: 150 },
    )
  })
})
