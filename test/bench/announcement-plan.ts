import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Pool } from 'pg'
import { loadConfig } from '../../server/config.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { createLog } from '../../server/log.ts'
import { type OpenDatabase, openDatabase } from '../../server/open-database.ts'
import { addFollowers } from '../support/announcement-followers.ts'
import { announcementRows } from '../support/announcement-rows.ts'
import type { PlanRun } from '../support/plan-process.ts'
import type { Measurement } from './measurement.ts'

const recipients = 1_000_000
const runs = 2
const probeEveryMs = 20
const now = '2026-11-30T03:00:00.000Z'
const patient = { query_timeout: 600_000 }

// The least that can be done: everybody in one statement.
const insertAll = `
  insert into announcement_recipient (announcement_id, conversation_id, channel, account)
  select $1::bigint, c.id, c.channel, c.account
  from follower f join conversation c on c.id = f.conversation_id
  where f.stopped_at is null and c.blocked_at is null and not exists (
    select from person_member m join person_member o on o.person = m.person
    where m.conversation_id = c.id and o.conversation_id < c.id)`

/**
 * Plans an announcement for a million recipients on the embedded server, in a process of its own, while turns take
 * their locks; beside it one INSERT … SELECT of all.
 */
export async function benchAnnouncementPlan(): Promise<Measurement[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mot-cua-bench-'))
  // PostgreSQL runs under another account when we are root.
  await chmod(dataDir, 0o711)
  const config = loadConfig({ DATA_DIR: join(dataDir, 'data'), UNITS: 'hoan-kiem' }, new Set(['hoan-kiem']))
  const open = await openDatabase(config, createLog('error', 'stderr'), { name: 'mot-cua bench', max: 4 })
  const times: Measurement['pairs'] = []
  const memory: Measurement['pairs'] = []
  const turns: Measurement['pairs'] = []
  const erasures: Measurement['pairs'] = []
  const notes: string[] = []
  try {
    const bounds = await fill(open.pool)
    const plan = (id: string) => planApart(open, id)
    const insert = async (id: string) => {
      const started = performance.now()
      await open.pool.query({ text: insertAll, values: [id], ...patient })
      return { seconds: (performance.now() - started) / 1000, rss: 0 }
    }
    const idle = await probed(open, bounds, () => pause(5000))
    for (let run = 0; run < runs; run++) {
      const peer = await onEmpty(open.pool, (id) => probed(open, bounds, () => insert(id)))
      const ours = await onEmpty(open.pool, (id) => probed(open, bounds, () => plan(id)))
      times.push({ ours: ours.result.seconds, peer: peer.result.seconds })
      memory.push({ ours: ours.result.rss })
      turns.push({ ours: ours.turn, peer: peer.turn })
      erasures.push({ ours: ours.erasure, peer: peer.erasure })
      notes.push(
        `${ours.count} rows, one statement ${peer.count}; 99 of 100 turns within ${ours.usual.toFixed(1)} ms; with nothing planned ${idle.usual.toFixed(1)} ms, and at worst ${idle.turn.toFixed(0)} ms`,
      )
    }
  } finally {
    await open.close()
    await rm(dataDir, { recursive: true })
  }
  const peerName = 'one INSERT … SELECT'
  return [
    {
      name: 'planning 1,000,000 recipients',
      unit: 's',
      bar: '< 60',
      peerName,
      pairs: times,
      notes,
    },
    { name: 'planning, memory', unit: 'MB, RSS', bar: '< 300', peerName: 'none', pairs: memory, notes: [] },
    {
      name: 'planning, worst wait of a turn meanwhile',
      unit: 'ms',
      bar: '< 50',
      peerName,
      pairs: turns,
      notes: [],
    },
    {
      name: 'planning, worst wait of an erasure meanwhile',
      unit: 'ms',
      bar: '–',
      peerName,
      pairs: erasures,
      notes: [],
    },
  ]
}

/** Ten in a hundred are one person with somebody else. @returns the ids of conversations */
async function fill(pool: Pool): Promise<{ from: number; to: number }> {
  const count = Math.round(recipients / 0.95)
  await addFollowers(pool, {
    count,
    followedAt: now,
    units: ['hoan-kiem', 'cua-nam'],
    joined: 20,
    english: 10,
  })
  const { rows } = await pool.query<{ from: string; to: string }>({
    text: 'select min(id)::text as from, max(id)::text as to from conversation',
    ...patient,
  })
  for (const table of ['conversation', 'follower', 'person_member'])
    await pool.query({ text: `vacuum analyze ${table}`, ...patient })
  return { from: Number(rows[0]?.from), to: Number(rows[0]?.to) }
}

async function planApart({ connection }: OpenDatabase, id: string): Promise<PlanRun> {
  const file = resolve(import.meta.dirname, '../support/plan-process.ts')
  const args = ['--disable-warning=ExperimentalWarning', file, JSON.stringify(connection), id]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as PlanRun
}

/** With a new announcement and no rows of recipients. */
async function onEmpty<T extends object>(pool: Pool, work: (id: string) => Promise<T>) {
  await pool.query({ text: 'truncate announcement cascade', ...patient })
  await pool.query({ text: 'vacuum conversation', ...patient })
  await pool.query('checkpoint')
  const rows = announcementRows(pool, now)
  const id = await rows.announcement(await rows.official(), { audience: { all: true } })
  const done = await work(id)
  const counted = await pool.query<{ count: string }>({
    text: 'select count(*)::text as count from announcement_recipient where announcement_id = $1',
    values: [id],
    ...patient,
  })
  return { ...done, count: counted.rows[0]?.count }
}

/** The worst delays, in ms, of what turns do to a conversation while something else goes on, and the usual one. */
async function probed<T>(
  { turnPool }: OpenDatabase,
  bounds: { from: number; to: number },
  work: () => Promise<T>,
) {
  const state = { over: false }
  const probe = async (once: (id: number) => Promise<void>) => {
    const delays: number[] = []
    while (!state.over) {
      const started = performance.now()
      await once(randomInt(bounds.from, bounds.to + 1))
      delays.push(performance.now() - started)
      await pause(probeEveryMs)
    }
    return delays.toSorted((a, b) => a - b)
  }
  const turns = probe((id) => takeTurn(turnPool, id))
  const erasures = probe((id) => beginErasure(turnPool, id))
  const result = await work().finally(() => {
    state.over = true
  })
  const [turn, erasure] = [await turns, await erasures]
  const usual = turn[Math.floor(turn.length * 0.99)] ?? 0
  return { result, turn: turn.at(-1) ?? 0, usual, erasure: erasure.at(-1) ?? 0 }
}

/** The locks of a turn, and what it writes. @throws when the conversation was skipped */
async function takeTurn(pool: Pool, id: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    const locked = await client.query({
      name: 'lock',
      text: 'select from conversation where id = $1 for no key update skip locked',
      values: [id],
    })
    if (locked.rowCount !== 1) throw new Error('A turn found its conversation locked')
    await client.query({
      name: 'write',
      text: 'update conversation set active_at = active_at where id = $1',
      values: [id],
    })
  })
}

async function beginErasure(pool: Pool, id: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query({
      name: 'erase',
      text: 'select from conversation where id = $1 for update',
      values: [id],
      ...patient,
    })
  })
}
