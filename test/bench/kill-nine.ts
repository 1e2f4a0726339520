import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../../server/database/connect.ts'
import { startEmbedded } from '../../server/database/embedded/start-embedded.ts'
import { createLog } from '../../server/log.ts'
import { startTelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'
import { createInstallation } from '../support/start-server.ts'
import type { Measurement } from './measurement.ts'

const kills = 20
const chats = 32
/** From ready to the kill, ms: somewhere in the middle of work. */
const livesFor = 400
const settleMs = 60_000

/**
 * Kills the server under load, again and again. Each message starts the guide anew, which raises the
 * conversation's count of guides by one: fewer than were sent are lost, more were run twice.
 */
export async function benchKillNine(): Promise<Measurement> {
  const emulator = await startTelegramEmulator()
  const installation = await createInstallation({
    TELEGRAM_BOT_TOKEN: emulator.token,
    TELEGRAM_API_ROOT: emulator.url,
    LOG_LEVEL: 'error',
  })
  const users = Array.from({ length: chats }, (_, n) => emulator.user({ id: 6_000_000 + n }))
  const sent = users.map(() => 0)
  let going = true
  users.forEach((user, n) => {
    const say = () => {
      user.send(sent[n] ? 'làm lại từ đầu' : '/start 1_001193')
      sent[n] = (sent[n] ?? 0) + 1
    }
    user.listen(() => {
      if (going) setImmediate(say)
    })
    say()
  })
  for (let kill = 0; kill < kills; kill++) {
    const server = await installation.start()
    await pause(livesFor)
    server.process.kill('SIGKILL')
    await once(server.process, 'exit')
  }
  going = false
  const server = await installation.start()
  const outcome = await settled(installation.dataDir, sent)
  await server.stop()
  await emulator.close()
  await installation.remove()
  return {
    name: `kill −9, ${kills} times under load`,
    unit: 'messages lost, turns run twice',
    bar: '0 lost, 0 twice',
    peerName: 'none',
    pairs: [{ ours: outcome.lost }, { ours: outcome.twice }],
    notes: [
      `${sum(sent)} messages, ${outcome.lost} lost, ${outcome.twice} run twice`,
      `${outcome.unknown} sends of unknown outcome, each sent once more`,
    ],
  }
}

interface OutcomeOfAll {
  lost: number
  twice: number
  unknown: number
}

/** Waits until nothing is left to do, then compares what was sent with what was run. */
async function settled(dataDir: string, sent: readonly number[]): Promise<OutcomeOfAll> {
  const log = createLog('error', 'stderr')
  const embedded = await startEmbedded({ dataDir, log })
  const { pool, close } = connect(embedded.connection, log, { max: 2 })
  try {
    const until = performance.now() + settleMs
    for (;;) {
      const { rows } = await pool.query<{ open: string }>(
        `select (select count(*) from inbox where status = 'new')
              + (select count(*) from outbox where status in ('pending', 'sending')) as open`,
      )
      if (rows[0]?.open === '0' && performance.now() > until - settleMs + 2000) break
      if (performance.now() > until) break
      await pause(100)
    }
    const { rows } = await pool.query<{ chat: string; runs: number }>(
      `select chat, (state->>'runs')::int as runs from conversation`,
    )
    const runs = new Map(rows.map(({ chat, runs }) => [chat, runs]))
    const differences = sent.map((count, n) => count - (runs.get(String(6_000_000 + n)) ?? 0))
    const unknown = await pool.query<{ total: string }>(
      'select coalesce(sum(unknown_outcomes), 0) as total from outbox',
    )
    return {
      lost: sum(differences.filter((difference) => difference > 0)),
      twice: -sum(differences.filter((difference) => difference < 0)),
      unknown: Number(unknown.rows[0]?.total),
    }
  } finally {
    await close()
    await embedded.release()
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
