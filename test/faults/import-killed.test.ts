import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { writeDossierSheet } from '../support/dossier-sheet.ts'
import type { ImportRun } from '../support/import-process.ts'
import { scratchFolder } from '../support/sheet-files.ts'
import { toBeKilled, untilKilledIsGone } from './support/until-killed-is-gone.ts'

// So many that much is left of them when a busy machine is late to kill.
const rows = 15_000

let database: TestDatabase
let folder: Awaited<ReturnType<typeof scratchFolder>>
let sheet: string
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await scratchFolder()
  sheet = join(folder.path, 'dossiers.csv')
  await writeDossierSheet(sheet, rows)
})
afterAll(async () => {
  await database.drop()
  await folder.remove()
})

function start() {
  const file = resolve(import.meta.dirname, '../support/import-process.ts')
  const connection = JSON.stringify({ ...database.connection, application_name: toBeKilled })
  const args = ['--disable-warning=ExperimentalWarning', file, connection, sheet]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return { child, ended: once(child, 'close').then(() => said) }
}

async function count(table: 'dossier' | 'dossier_change'): Promise<number> {
  const { rows } = await database.pool.query<{ n: string }>(`select count(*) as n from ${table}`)
  return Number(rows[0]?.n)
}

it('ends in the same when an import is killed in the middle and run again', {
  timeout: 120_000,
}, async () => {
  for (let kill = 0; kill < 2; kill++) {
    const before = await count('dossier')
    const { child, ended } = start()
    await vi.waitFor(async () => expect(await count('dossier')).toBeGreaterThan(before), {
      timeout: 60_000,
      interval: 5,
    })
    child.kill('SIGKILL')
    await ended
    await untilKilledIsGone(database.pool)
  }
  const half = await count('dossier')
  expect(half).toBeLessThan(rows)
  const whole = JSON.parse(await start().ended) as ImportRun
  expect(whole).toMatchObject({ read: rows, inserted: rows - half, updated: 0, unchanged: half })
  expect([await count('dossier'), await count('dossier_change')]).toEqual([rows, rows])
  const again = JSON.parse(await start().ended) as ImportRun
  expect(again).toMatchObject({ read: rows, inserted: 0, updated: 0, unchanged: rows })
})
