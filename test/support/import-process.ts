import { createSecretKey } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import type pg from 'pg'
import { loadDossierFacts } from '../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { importFile } from '../../knowledge/dossiers/files/import-file.ts'
import { connect } from '../../server/database/connect.ts'
import { createLog } from '../../server/log.ts'

/** What a run of this file prints, as one line of JSON. */
export interface ImportRun {
  read: number
  inserted: number
  updated: number
  unchanged: number
  seconds: number
  /** Of this process alone, in seconds. */
  cpu: number
  /** The most it ever took, in MB. */
  rss: number
}

// One import of a file as a process of its own, so that it can be killed, and measured by itself:
// node import-process.ts <connection as JSON> <file>
const [connection = '{}', path = ''] = process.argv.slice(2)
// As the command does it.
setFlagsFromString('--semi-space-growth-factor=1')
const { pool } = connect(JSON.parse(connection) as pg.ClientConfig, createLog('error', 'stderr'), {
  max: 4,
})
const { facts } = await loadDossierFacts()
await pool.query('select 1')
const started = performance.now()
const before = process.cpuUsage()
const { rejected, warnings, notListed, ...counts } = await importFile(path, {
  pool,
  key: createSecretKey(Buffer.alloc(32, 5)),
  facts,
  now: '2026-11-22T03:00:00.000Z',
  unitOf: (text) => text,
  procedureOf: (text) => text,
})
const { user, system } = process.cpuUsage(before)
const run: ImportRun = {
  ...counts,
  seconds: (performance.now() - started) / 1000,
  cpu: (user + system) / 1e6,
  rss: process.resourceUsage().maxRSS / 1024,
}
process.stdout.write(`${JSON.stringify(run)}\n`)
// Kysely, which would end it, was never used.
await pool.end()
