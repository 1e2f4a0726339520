import type pg from 'pg'
import { connect } from '../../server/database/connect.ts'
import { createLog } from '../../server/log.ts'
import { planAnnouncement } from '../../workers/announcements/plan-announcement.ts'

/** What a run of this file prints, as one line of JSON. */
export interface PlanRun {
  seconds: number
  /** The most it ever took, in MB. */
  rss: number
}

// The planning of one announcement as a process of its own, so that it can be killed, and measured by itself:
// node plan-process.ts <connection as JSON> <announcement> [<conversations of a page>]
const [connection = '{}', announcement = '', pageSize] = process.argv.slice(2)
const { pool } = connect(JSON.parse(connection) as pg.ClientConfig, createLog('error', 'stderr'), { max: 2 })
await pool.query('select 1')
const started = performance.now()
await planAnnouncement(pool, announcement, {
  now: '2026-11-30T03:00:00.000Z',
  ...(pageSize === undefined ? {} : { pageSize: Number(pageSize) }),
})
const run: PlanRun = {
  seconds: (performance.now() - started) / 1000,
  rss: process.resourceUsage().maxRSS / 1024,
}
process.stdout.write(`${JSON.stringify(run)}\n`)
await pool.end()
