import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/**
 * Everything that `GET /metrics` shows. Labels are closed lists: never a chat, an address or a path as typed.
 * @param depth asked when the figures are; a failure leaves the last ones
 */
export function createMetrics(depth: () => Promise<{ events: number; messages: number }>) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const shared: { depth: ReturnType<typeof depth> | null } = { depth: null }
  // Two figures of one scrape are one query.
  const readDepth = () => {
    shared.depth ??= depth().finally(() => {
      shared.depth = null
    })
    return shared.depth.catch(() => null)
  }
  const guard = new Gauge({
    name: 'motcua_zalo_guard',
    help: 'What the guard of the Zalo personal account counts; 1 or 0 where it says whether something holds',
    labelNames: ['what'] as const,
    registers,
  })
  return {
    registry,
    /** Shows what the guard counts. @param figures by what each is, a closed list */
    guard(figures: Record<string, number>): void {
      for (const [what, figure] of Object.entries(figures)) guard.set({ what }, figure)
    },
    turns: new Counter({
      name: 'motcua_turns_total',
      help: 'Turns of conversations, by how they ended',
      labelNames: ['result'] as const,
      registers,
    }),
    turnSeconds: new Histogram({
      name: 'motcua_turn_seconds',
      help: 'A batch of turns, from claiming its conversations to the commit of its replies',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 15],
      registers,
    }),
    sends: new Counter({
      name: 'motcua_sends_total',
      help: 'Messages handed to a channel, by result: sent or the kind of the error',
      labelNames: ['channel', 'result'] as const,
      registers,
    }),
    ignored: new Counter({
      name: 'motcua_ignored_total',
      help: 'What a channel brought and nobody handles, by channel and why',
      labelNames: ['channel', 'why'] as const,
      registers,
    }),
    unknownOutcomes: new Counter({
      name: 'motcua_unknown_outcomes_total',
      help: 'Sends of which nobody knows whether the channel accepted them',
      labelNames: ['channel'] as const,
      registers,
    }),
    inboxDepth: new Gauge({
      name: 'motcua_inbox_depth',
      help: 'Events stored and waiting for their turn',
      registers,
      async collect() {
        const found = await readDepth()
        if (found) this.set(found.events)
      },
    }),
    outboxDepth: new Gauge({
      name: 'motcua_outbox_depth',
      help: 'Messages waiting to be sent, or being sent',
      registers,
      async collect() {
        const found = await readDepth()
        if (found) this.set(found.messages)
      },
    }),
    setAside: new Counter({
      name: 'motcua_set_aside_total',
      help: 'Events given up after three failures, for an operator to look at',
      registers,
    }),
    webStreams: new Gauge({
      name: 'motcua_web_streams',
      help: 'Open event streams of the web chat',
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'motcua_http_request_seconds',
      help: 'HTTP requests by route pattern; event streams are left out',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 15],
      registers,
    }),
  }
}
