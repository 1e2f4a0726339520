import { setTimeout as delay } from 'node:timers/promises'
import type { Measurement } from './measurement.ts'
import { startAnnouncing } from './start-announcing.ts'

const pauses = 10
/** How long it goes on between pauses; longer than a window, so that each finds it at its full rate. */
const goesOnMs = 1500
/** After a pause, what comes later than this is counted in any case. */
const silenceMs = 2500
const recipients = 2000

/** From a pause to the last message that goes out all the same. */
export async function benchAnnouncementPause(): Promise<Measurement> {
  const { arrivals, announce, set, end } = await startAnnouncing(recipients)
  try {
    await announce({ canary: false })
    await arrivals.until(1)
    const pairs = []
    for (let n = 0; n < pauses; n++) {
      await delay(goesOnMs)
      // In the midst of what a second takes, not between two of those.
      await arrivals.until(arrivals.at.length + 3)
      const pausedAt = performance.now()
      await set('paused')
      await delay(silenceMs)
      pairs.push({ ours: Math.max(0, (arrivals.at.at(-1) ?? 0) - pausedAt) })
      const before = arrivals.at.length
      await set('sending')
      await arrivals.until(before + 1)
    }
    return {
      name: `pause of an announcement, ${pauses} times, to the last message out`,
      unit: 'ms',
      bar: '< 1000 ms',
      peerName: 'none',
      pairs,
      notes: [`${arrivals.at.length} went out in between, ${arrivals.compare().twice} twice`],
    }
  } finally {
    await end()
  }
}
