import type { SendResult } from '../../bots/channels/channel.ts'
import { createGate } from '../../bots/outbox/channel-gate.ts'

/** Whether a channel account can be called in bulk just now, by how its last calls ended. */
export interface Standing {
  /** At most so many of `free`: one, to try it, where it refused everything; or none. */
  mayCall(free: number): number
  /** Grows when it has refused what is not about one recipient: who was to be called before that is not. */
  readonly era: number
  note(result: SendResult): void
}

/** Refusals in a row of which each could still be about one recipient. */
const refusalsInARow = 5

/** @param onChannel told when its credentials no longer hold, and when they do again; @param key `name:account` */
export function createStanding(
  key: string,
  onChannel: (key: string, state: 'ok' | 'auth_expired') => void,
): Standing {
  const credentials = createGate(onChannel)
  const health = createGate(() => {})
  const state = { refusals: 0, era: 0 }

  return {
    get era() {
      return state.era
    },
    mayCall(free) {
      const closed = [credentials, health].filter((gate) => !gate.passable(key))
      if (closed.length === 0) return free
      return free > 0 && closed.every((gate) => gate.probes().length > 0) ? 1 : 0
    },
    note(result) {
      if (result.ok) {
        state.refusals = 0
        credentials.open(key)
        health.open(key)
        return
      }
      switch (result.error.kind) {
        case 'rate_limited':
          state.era++
          return
        case 'auth_expired':
          credentials.close(key)
          state.era++
          return
        case 'unavailable':
        case 'quota':
          state.refusals++
          if (state.refusals < refusalsInARow) return
          health.close(key)
          state.era++
      }
    },
  }
}
