import type { Counters } from '../bots/inbox/counters.ts'
import type { Metrics } from './metrics.ts'

/** What conversations count, as figures of `/metrics`. */
export function countEvents(metrics: Metrics): Counters {
  return {
    turns(count, seconds) {
      metrics.turns.inc({ result: 'done' }, count)
      metrics.turnSeconds.observe(seconds)
    },
    duplicates: (count) => metrics.turns.inc({ result: 'duplicate' }, count),
    turnFailed: () => metrics.turns.inc({ result: 'failed' }),
    setAside: () => metrics.setAside.inc(),
    send: (channel, result) => metrics.sends.inc({ channel, result }),
    unknownOutcomes: (channel, count) => metrics.unknownOutcomes.inc({ channel }, count),
  }
}
