import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { plannedRows } from '../../support/planned-rows.ts'
import { startCountingApi } from './start-counting-api.ts'
import { startScript } from './start-script.ts'
import { toBeKilled, untilKilledIsGone } from './until-killed-is-gone.ts'

/** What `run-announcer.ts` is told. */
export interface AnnouncerSettings {
  connection: pg.ClientConfig
  /** Where it sends to. */
  api: string
  perSecond: number
  /** The address of a Redis, for the wake-ups; else they are in the database. */
  redis?: string
}

interface Options extends Omit<AnnouncerSettings, 'api'> {
  pool: pg.Pool
  recipients: number
  kills: number
  canary?: boolean
}

export interface AnnouncedUnderKills {
  /** Who got nothing, though it counts as sent or as still to be sent. */
  lost: number
  /** Messages above one to a person and those of unknown outcome. */
  twice: number
  /** Sends that a kill cut off, of which nobody knows. */
  unknown: number
  /** Whose second send was cut off too. */
  givenUp: number
  /** Sends that were on record as begun at the kills. */
  inFlight: number
}

/** Sends an announcement while the process that does so is killed again and again, and looks at what arrived. */
export async function announceUnderKills(options: Options): Promise<AnnouncedUnderKills> {
  const { pool, recipients, kills, canary = false } = options
  const api = await startCountingApi(5)
  const rows = plannedRows(pool, Temporal.Now.instant().toString())
  // At any hour of the day.
  const id = await rows.sending(await rows.followers(recipients), { urgent: 'disaster', canary })
  const settings = { ...options, api: api.url }
  let inFlight = 0
  try {
    for (let kill = 0; kill < kills; kill++) {
      const announcer = await startAnnouncer(settings)
      const enough = api.count() + recipients / (kills + 1) / 2 + Math.random() * (recipients / (kills + 1))
      await api.until(Math.min(enough, recipients - 1))
      await announcer.kill()
      inFlight += await begunWhenKilled(pool)
    }
    const announcer = await startAnnouncer(settings)
    try {
      while ((await stateOf(pool, id)) !== 'sent') await pause(100)
    } finally {
      await announcer.kill()
    }
  } finally {
    api.close()
  }
  return { ...(await compare(pool, api.chats())), inFlight }
}

async function begunWhenKilled(pool: pg.Pool): Promise<number> {
  await untilKilledIsGone(pool)
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from announcement_recipient where status = 'sending'`,
  )
  return rows[0]?.count ?? 0
}

async function stateOf(pool: pg.Pool, id: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ state: string }>('select state from announcement where id = $1', [id])
  return rows[0]?.state
}

async function compare(pool: pg.Pool, arrivals: readonly string[]) {
  const heard = Map.groupBy(arrivals, (chat) => chat)
  const { rows } = await pool.query<{ chat: string; unknown: number; status: string }>(
    `select chat, unknown_outcomes as unknown, status
     from announcement_recipient r join conversation c on c.id = r.conversation_id`,
  )
  const outcome = { lost: 0, twice: 0, unknown: 0, givenUp: 0 }
  for (const { chat, unknown, status } of rows) {
    const times = heard.get(chat)?.length ?? 0
    outcome.unknown += unknown
    if (status === 'failed') outcome.givenUp++
    else if (status !== 'sent' || times === 0) outcome.lost++
    // Each send of unknown outcome may have arrived, besides the one that is known to have.
    outcome.twice += Math.max(0, times - 1 - (status === 'failed' ? unknown - 1 : unknown))
  }
  return outcome
}

/** Starts a process that sends announcements, to be killed. */
export function startAnnouncer({ connection, api, perSecond, redis }: AnnouncerSettings) {
  const settings: AnnouncerSettings = {
    connection: { ...connection, application_name: toBeKilled },
    api,
    perSecond,
    ...(redis === undefined ? {} : { redis }),
  }
  return startScript('./run-announcer.ts', [JSON.stringify(settings)])
}
