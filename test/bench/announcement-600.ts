import { once } from 'node:events'
import { startTelegramEmulator, type TelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'
import { type Arrivals, countArrivals } from './count-arrivals.ts'
import type { Measurement } from './measurement.ts'
import { onOwnDatabase } from './own-database.ts'
import { chatsOf, limit, startAnnouncing } from './start-announcing.ts'
import { spawnBot } from './telegram-load.ts'

const recipients = 600
/** A first burst as large as what a second takes, and the rest at that rate. */
const idealSeconds = (recipients - limit.messages) / limit.messages
const runs = 2
const script = ['--disable-warning=ExperimentalWarning', `${import.meta.dirname}/broadcast-peer.ts`]

/** An announcement at Telegram's pace, and the same messages by BullMQ's own limiter and by one call after the other. */
export async function benchAnnouncement600(): Promise<Measurement[]> {
  const rows = [
    { what: 'an announcement', bar: 'ratio ≤ 1.02', run: () => runOurs({ canary: false }) },
    { what: 'an announcement with its canary', bar: 'ratio ≤ 1.06', run: () => runOurs({ canary: true }) },
    { what: 'BullMQ with its own limiter', bar: '–', run: () => runPeer('bullmq') },
    { what: 'one call after the other, again after 429', bar: '–', run: () => runPeer('in-turn') },
  ].map((row) => ({ ...row, outcomes: [] as Outcome[] }))
  for (let run = 0; run < runs; run++) for (const row of rows) row.outcomes.push(await row.run())
  return rows.map(({ what, bar, outcomes }) => ({
    name: `${recipients} recipients at ${limit.messages}/s: ${what}`,
    unit: 's',
    bar: bar === '–' ? bar : `${bar}; 0×429, 0 lost, 0 twice`,
    peerName: 'ideal',
    pairs: outcomes.map(({ seconds }) => ({ ours: seconds, peer: idealSeconds })),
    notes: outcomes.map(
      ({ refused, lost, twice, peak }) =>
        `${refused}×429, ${lost} lost, ${twice} twice; at most ${peak} in a second`,
    ),
  }))
}

interface Outcome {
  seconds: number
  refused: number
  lost: number
  twice: number
  /** Calls in the busiest second, those refused included. */
  peak: number
}

async function runOurs(options: { canary: boolean }): Promise<Outcome> {
  const { emulator, arrivals, announce, end } = await startAnnouncing(recipients)
  try {
    await announce(options)
    await arrivals.until(recipients)
    return look(emulator, arrivals)
  } finally {
    await end()
  }
}

function runPeer(how: 'bullmq' | 'in-turn'): Promise<Outcome> {
  return onOwnDatabase(async ({ connection }) => {
    const emulator = await startTelegramEmulator({ limit })
    const chats = chatsOf(recipients)
    const arrivals = countArrivals(emulator, chats)
    const given = [how, JSON.stringify(connection), JSON.stringify(chats)]
    const peer = spawnBot(emulator, [process.execPath, ...script, ...given])
    try {
      await once(peer, 'exit')
      return look(emulator, arrivals)
    } finally {
      await emulator.close()
    }
  })
}

function look(emulator: TelegramEmulator, arrivals: Arrivals): Outcome {
  return { seconds: arrivals.seconds(), ...arrivals.compare(), ...emulator.limiter.seen }
}
