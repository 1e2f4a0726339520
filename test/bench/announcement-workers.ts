import { Temporal } from 'temporal-polyfill'
import { startAnnouncer } from '../faults/support/announce-under-kills.ts'
import { startApi } from '../faults/support/killable.ts'
import { plannedRows } from '../support/planned-rows.ts'
import type { Measurement } from './measurement.ts'
import { onOwnDatabase } from './own-database.ts'

const runs = 3
const recipients = 4000
/** More than two processes come to with 32 calls under way in each. */
const perSecond = 1000
const answersAfterMs = 100

/** Two processes that share an announcement against one, by a channel that sets no limit. */
export async function benchAnnouncementWorkers(): Promise<Measurement> {
  const pairs = []
  for (let run = 0; run < runs; run++) pairs.push({ ours: await rateOf(2), peer: await rateOf(1) })
  return {
    name: `an announcement by two workers, each call answered after ${answersAfterMs} ms`,
    unit: 'recipients/s',
    bar: 'ratio ≥ 1.7',
    peerName: 'one worker',
    pairs,
    notes: [],
  }
}

/** @returns messages a second, from the first to the last */
async function rateOf(processes: number): Promise<number> {
  return onOwnDatabase(async ({ connection, pool }) => {
    const at: number[] = []
    const ended = Promise.withResolvers<void>()
    const api = await startApi(answersAfterMs, () => {
      at.push(performance.now())
      if (at.length === recipients) ended.resolve()
    })
    const settings = { connection, api: api.url, perSecond }
    const workers = await Promise.all(Array.from({ length: processes }, () => startAnnouncer(settings)))
    try {
      const rows = plannedRows(pool, Temporal.Now.instant().toString())
      // At any hour of the day.
      await rows.sending(await rows.followers(recipients), { urgent: 'disaster', canary: false })
      await pool.query(`select pg_notify('announcements', '')`)
      await ended.promise
    } finally {
      for (const worker of workers) await worker.kill()
      api.close()
    }
    return (recipients * 1000) / ((at.at(-1) ?? 0) - (at[0] ?? 0))
  })
}
