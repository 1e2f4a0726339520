import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { NetConnectOpts } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { SendResult } from '../../bots/channels/channel.ts'
import { connect, connectForTurns } from '../../server/database/connect.ts'
import { startEmbedded } from '../../server/database/embedded/start-embedded.ts'
import { migrate } from '../../server/database/migrate.ts'
import { createLog } from '../../server/log.ts'
import { breakableLink } from '../support/breakable-link.ts'
import { createTestDatabase } from '../support/database.ts'
import { fakeChannel } from './support/fake-channel.ts'
import { wordsOf } from './support/scripted-turn.ts'
import { incoming, start } from './support/start.ts'
import { answersTo, startTalkers } from './support/talkers.ts'

const patience = { timeout: 40_000, interval: 25 }
const chats = Array.from({ length: 32 }, (_, index) => `talker${index}`)
const silent = createLog('silent')

/** A process under load on this pool; `finished` when everybody has been answered to the end. */
async function startUnderLoad(pool: pg.Pool, most: number) {
  const channel = fakeChannel()
  const process = await start(pool, [channel])
  const talkers = startTalkers(chats, most, (one) => process.store([one]))
  channel.behave(async (message): Promise<SendResult> => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    setImmediate(() => talkers.hear(message.chat, wordsOf(message.reply)))
    return { ok: true, externalId: message.id }
  })
  onTestFinished(() => talkers.end())
  talkers.begin()
  return {
    process,
    channel,
    reached: (nth: number) =>
      vi.waitFor(() => expect(Math.max(...chats.map(talkers.said))).toBeGreaterThanOrEqual(nth), patience),
    async finished() {
      await vi.waitFor(() => {
        for (const chat of chats) expect(channel.received(chat)).toHaveLength(most)
      }, patience)
      for (const chat of chats) expect(channel.received(chat)).toEqual(answersTo(most))
      await vi.waitFor(async () => {
        const { rows } = await pool.query(`select status, count(*)::int as count from outbox group by status`)
        expect(rows).toEqual([{ status: 'sent', count: chats.length * most }])
      }, patience)
      expect(process.counted.unknownOutcomes).toBe(0)
    },
  }
}

it('loses nothing and does nothing twice when the way to the database breaks again and again', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const link = await breakableLink(targetOf(database.connection))
  await link.mend()
  const pool = connectForTurns(through(database.connection, link.port), silent)
  onTestFinished(() => link.cut())
  onTestFinished(() => pool.end())
  const load = await startUnderLoad(pool, 40)
  for (const nth of [5, 12, 20]) {
    await load.reached(nth)
    await link.cut()
    await expect(load.process.store([incoming('nobody', 'alo')])).rejects.toThrow()
    await new Promise((resolve) => setTimeout(resolve, 700))
    await link.mend()
  }
  await load.finished()
}, 180_000)

it('survives PostgreSQL being killed under load, again and again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mot-cua-away-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const embedded = await startEmbedded({ dataDir, log: silent })
  onTestFinished(() => embedded.release())
  const { db, close } = connect(embedded.connection, silent)
  const pool = connectForTurns(embedded.connection, silent)
  onTestFinished(close)
  onTestFinished(() => pool.end())
  await migrate(embedded.connection, db, silent)
  const load = await startUnderLoad(pool, 40)
  for (const nth of [5, 15, 25]) {
    await load.reached(nth)
    const postmaster = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
    // What `pg_ctl stop -m immediate` sends.
    process.kill(Number(postmaster.split('\n')[0]), 'SIGQUIT')
  }
  await load.finished()
}, 180_000)

function targetOf(connection: pg.ClientConfig): NetConnectOpts {
  const { host, port } = addressOf(connection)
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
}

function addressOf({ connectionString, host, port }: pg.ClientConfig): { host: string; port: number } {
  const url = connectionString ? new URL(connectionString) : undefined
  const named = url?.searchParams.get('host') ?? url?.hostname ?? host ?? '127.0.0.1'
  return { host: decodeURIComponent(named), port: Number(url?.port || port || 5432) }
}

function through(connection: pg.ClientConfig, port: number): pg.ClientConfig {
  if (!connection.connectionString) return { ...connection, host: '127.0.0.1', port }
  const url = new URL(connection.connectionString)
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return { connectionString: url.href }
}
