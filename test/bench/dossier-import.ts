import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse'
import type pg from 'pg'
import { connect } from '../../server/database/connect.ts'
import { startEmbedded } from '../../server/database/embedded/start-embedded.ts'
import { createLog } from '../../server/log.ts'
import { writeDossierSheet } from '../support/dossier-sheet.ts'
import type { ImportRun } from '../support/import-process.ts'
import { createInstallation } from '../support/start-server.ts'
import type { Measurement } from './measurement.ts'

const rows = 100_000
const runs = 3

/**
 * A file of 100,000 dossiers into an empty register, and the same file again, each as a process of its own; beside
 * it what nobody can do without: csv-parse and INSERTs of 1,000 rows into one table, without a check.
 */
export async function benchDossierImport(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mot-cua-import-bench-'))
  const installation = await createInstallation({ LOG_LEVEL: 'error' }, { embedded: true })
  const server = await installation.start()
  await server.stop()
  const log = createLog('error', 'stderr')
  const embedded = await startEmbedded({ dataDir: installation.dataDir, log })
  const { pool, close } = connect(embedded.connection, log, { max: 2 })
  const sheet = join(folder, 'dossiers.csv')
  await writeDossierSheet(sheet, rows)
  const first: { ours: number; peer: number }[] = []
  const again: { ours: number }[] = []
  const memory: { ours: number }[] = []
  const notes: string[] = []
  try {
    for (let run = 0; run < runs; run++) {
      const peer = await insertBare(pool, sheet)
      await pool.query('truncate dossier cascade')
      const one = await importOnce(embedded.connection, sheet)
      const two = await importOnce(embedded.connection, sheet)
      first.push({ ours: one.read / one.seconds, peer: rows / peer })
      again.push({ ours: one.seconds / two.seconds })
      memory.push({ ours: Math.max(one.rss, two.rss) })
      notes.push(
        `${one.inserted} inserted in ${one.seconds.toFixed(1)} s (${one.cpu.toFixed(1)} s of it ours on the processor); again ${two.seconds.toFixed(1)} s (${two.cpu.toFixed(1)} s), ${two.inserted + two.updated} changes`,
      )
    }
  } finally {
    await close()
    await embedded.release()
    await installation.remove()
    await rm(folder, { recursive: true, force: true })
  }
  const none = { peerName: 'none', notes: [] }
  return [
    {
      name: 'import of 100,000 dossiers',
      unit: 'rows/s',
      bar: '≥ 10,000',
      peerName: 'csv-parse and bare INSERTs',
      pairs: first,
      notes,
    },
    {
      name: 'import, the same file again',
      unit: 'times as fast',
      bar: '≥ 3, 0 changes',
      pairs: again,
      ...none,
    },
    { name: 'import, memory', unit: 'MB, RSS', bar: '< 300', pairs: memory, ...none },
  ]
}

async function importOnce(connection: pg.ClientConfig, sheet: string): Promise<ImportRun> {
  const file = resolve(import.meta.dirname, '../support/import-process.ts')
  const args = ['--disable-warning=ExperimentalWarning', file, JSON.stringify(connection), sheet]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as ImportRun
}

/** @returns seconds */
async function insertBare(pool: pg.Pool, sheet: string): Promise<number> {
  await pool.query('drop table if exists bare_dossier')
  await pool.query(`create table bare_dossier (
    code text primary key, procedure text, applicant text, phone text, id_last4 text, received_at text, due_at text,
    status text, unit text, note text)`)
  const started = performance.now()
  let batch: string[][] = []
  const insert = () => {
    const values = batch.map((_, row) => `(${Array.from({ length: 10 }, (_, n) => `$${row * 10 + n + 1}`)})`)
    return pool.query(`insert into bare_dossier values ${values}`, batch.flat())
  }
  for await (const record of createReadStream(sheet).pipe(parse({ bom: true, from_line: 2 }))) {
    batch.push(record as string[])
    if (batch.length < 1000) continue
    await insert()
    batch = []
  }
  if (batch.length > 0) await insert()
  return (performance.now() - started) / 1000
}
