import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { begunWhenKilled } from './begun-when-killed.ts'
import { planChanges } from './plan-changes.ts'
import { startCountingApi } from './start-counting-api.ts'
import { startScript } from './start-script.ts'
import { toBeKilled } from './until-killed-is-gone.ts'

interface Options {
  connection: pg.ClientConfig
  pool: pg.Pool
  /** Of as many dossiers, each followed by somebody else. */
  changes: number
  kills: number
  /** Messages handed over in a second. */
  most: number
}

export interface PushedUnderKills {
  /** Changes that nobody heard of, though their message counts as sent, or was never written. */
  lost: number
  /** Heard of more often than sends of it are of unknown outcome. */
  twice: number
  /** Sends that a kill cut off, of which nobody knows; each but the second of one message is repeated. */
  unknown: number
  /** Messages whose second send was cut off too. */
  givenUp: number
  /** Sends that were on record as begun at the kills. */
  inFlight: number
}

const left = `
  select (select count(*) from dossier_push where status in ('planned', 'handed'))
    + (select count(*) from outbox where settled_at is null) as count`

/** Pushes changes while the process that does so is killed, and looks at what arrived. */
export async function pushUnderKills({
  connection,
  pool,
  changes,
  kills,
  most,
}: Options): Promise<PushedUnderKills> {
  const api = await startCountingApi(20)
  const count = async (text: string) => Number((await pool.query<{ count: string }>(text)).rows[0]?.count)
  await planChanges(pool, changes)
  let inFlight = 0
  try {
    for (let kill = 0; kill < kills; kill++) {
      const teller = await startTeller(connection, api.url, most)
      const enough = api.count() + changes / (kills + 1)
      await api.until(enough)
      await teller.kill()
      inFlight += await begunWhenKilled(pool)
    }
    const teller = await startTeller(connection, api.url, most)
    try {
      while ((await count(left)) > 0) await pause(100)
    } finally {
      await teller.kill()
    }
  } finally {
    api.close()
  }
  return { ...(await compare(pool, api.chats())), inFlight }
}

async function compare(pool: pg.Pool, arrivals: readonly string[]) {
  const heard = Map.groupBy(arrivals, (chat) => chat)
  const { rows } = await pool.query<{ chat: string; unknown: number; status: string | null }>(
    `select chat, coalesce(unknown_outcomes, 0) as unknown, o.status
     from conversation c left join outbox o on o.conversation_id = c.id`,
  )
  const outcome = { lost: 0, twice: 0, unknown: 0, givenUp: 0 }
  for (const { chat, unknown, status } of rows) {
    const times = heard.get(chat)?.length ?? 0
    outcome.unknown += unknown
    if (status === 'failed') outcome.givenUp++
    else if (times === 0) outcome.lost++
    // Each send of unknown outcome may have arrived, besides the one that is known to have.
    outcome.twice += Math.max(0, times - 1 - (status === 'failed' ? unknown - 1 : unknown))
  }
  // A second message of one change would be a second row of its chat.
  outcome.twice += rows.length - new Set(rows.map(({ chat }) => chat)).size
  return outcome
}

function startTeller(connection: pg.ClientConfig, api: string, most: number) {
  const killable = JSON.stringify({ ...connection, application_name: toBeKilled })
  return startScript('./run-teller.ts', [killable, api, `${most}`])
}
