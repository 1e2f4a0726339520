import type { Measurement } from './measurement.ts'
import { startAnnouncing } from './start-announcing.ts'
import { talkSteadily } from './talk-steadily.ts'

const runs = 3
const perSecond = 20
const listenMs = 20_000
/** More than go out meanwhile, at what the replies leave. */
const recipients = 2000

/** How long citizens wait for replies while an announcement goes out by the same bot, and while none does. */
export async function benchAnnouncementReplies(): Promise<Measurement> {
  const pairs = []
  const notes: string[] = []
  for (let run = 0; run < runs; run++) {
    const calm = await listen({ announcing: false })
    const busy = await listen({ announcing: true })
    pairs.push({ ours: busy.p99, peer: calm.p99 })
    notes.push(
      `p50 ${busy.p50.toFixed(1)} ms, ${calm.p50.toFixed(1)} without; ${busy.announced} of the announcement went out, ${busy.refused}×429`,
    )
  }
  return {
    name: `replies at ${perSecond}/s while an announcement goes out`,
    unit: 'ms, p99',
    bar: '< 300 ms, ratio ≤ 1.5',
    peerName: 'the same without it',
    pairs,
    notes,
  }
}

async function listen({ announcing }: { announcing: boolean }) {
  const { emulator, arrivals, announce, end } = await startAnnouncing(recipients)
  try {
    const talk = await talkSteadily(emulator, perSecond)
    if (announcing) {
      await announce({ canary: false })
      await arrivals.until(1)
    }
    const took = await talk.listen(listenMs)
    const at = (share: number) => took[Math.floor(took.length * share)] ?? Number.NaN
    return {
      p50: at(0.5),
      p99: at(0.99),
      announced: arrivals.at.length,
      refused: emulator.limiter.seen.refused,
    }
  } finally {
    await end()
  }
}
