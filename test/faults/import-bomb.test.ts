import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import type { ImportRun } from '../support/import-process.ts'
import { scratchFolder, workbookOf } from '../support/sheet-files.ts'

const megabytes = 450
const heapMb = 300

let database: TestDatabase
let folder: Awaited<ReturnType<typeof scratchFolder>>
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await scratchFolder()
})
afterAll(async () => {
  await database.drop()
  await folder.remove()
})

/** A workbook with a cell of that many megabytes. @param noise bytes of each, so that it packs less well */
async function writeBomb(noise: number): Promise<string> {
  const cell = (inner: string) => `<c t="inlineStr"><is><t>${inner}</t></is></c>`
  const header = ['code', 'status', 'updated_at'].map(cell).join('')
  const parts = workbookOf(`<row>${header}</row><row>${cell('|')}</row>`)
  const { 'xl/worksheets/sheet1.xml': sheet = '', ...others } = parts
  const [before = '', after = ''] = sheet.split('|')
  const zip = new ZipFile()
  for (const [path, content] of Object.entries(others)) zip.addBuffer(Buffer.from(content), path)
  zip.addReadStream(
    Readable.from(
      (function* () {
        yield before
        for (let n = 0; n < megabytes; n++)
          yield randomBytes(noise)
            .toString('hex')
            .padEnd(1 << 20, 'x')
        yield after
      })(),
    ),
    'xl/worksheets/sheet1.xml',
  )
  zip.end()
  const path = join(folder.path, `bomb ${noise}.xlsx`)
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

/** Imports it in a process of its own that may hold little. */
async function importBomb(path: string) {
  const file = resolve(import.meta.dirname, '../support/import-process.ts')
  const child = spawn(process.execPath, [
    `--max-old-space-size=${heapMb}`,
    '--disable-warning=ExperimentalWarning',
    file,
    JSON.stringify(database.connection),
    path,
  ])
  const [said, complained, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { said, complained, code, signal }
}

it('refuses a workbook of half a megabyte that unpacks to a thousand times as much', {
  timeout: 120_000,
}, async () => {
  const { complained, code, signal } = await importBomb(await writeBomb(0))
  expect(complained).toContain('unpacks to far more than a table does')
  expect([code, signal]).toEqual([1, null])
})

it('rejects a row with a cell of hundreds of megabytes, holding none of it', {
  timeout: 120_000,
}, async () => {
  const { said, complained, code, signal } = await importBomb(await writeBomb(6_000))
  expect([code, signal, complained]).toEqual([0, null, ''])
  const run = JSON.parse(said) as ImportRun
  expect(run).toMatchObject({ read: 1, inserted: 0 })
  expect(run.rss).toBeLessThan(megabytes)
})
