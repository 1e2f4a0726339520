import { AppError } from '../../../../server/errors.ts'
import type { Log } from '../../../../server/log.ts'
import type { Incoming } from '../../../inbox/incoming.ts'
import { backoff } from '../../backoff.ts'
import type { Pace } from '../pace.ts'
import type { Cursor } from './cursor.ts'
import type { Pushed } from './pushed.ts'
import type { OwnIdentity } from './read-address.ts'
import { type Ignored, toIncoming } from './to-incoming.ts'

export interface Intake {
  /** Takes messages in the order given; each thread is stored in that order, none waits for another. */
  take(messages: readonly Pushed[], cursor: Cursor): void
  /** What is no message. */
  add(incoming: Incoming): void
  /** Gives up what could not be stored yet: it is fetched again at the next start. Settles when nothing is in hand. */
  stop(): Promise<void>
}

interface IntakeOptions {
  own(): OwnIdentity
  /** See `ZaloPersonalOptions.store`. */
  store(incoming: Incoming): Promise<unknown>
  ignored(why: Ignored): void
  log: Pick<Log, 'info' | 'warn'>
  pace: Pace
}

interface Entry {
  incoming: Incoming
  stored(): void
}

export function createIntake(options: IntakeOptions): Intake {
  const { own, ignored, log, pace } = options
  const stopping = new AbortController()
  const queues = new Map<string, Entry[]>()
  const underWay = new Set<Promise<void>>()

  function enqueue(entry: Entry): void {
    const { chat } = entry.incoming
    const queue = queues.get(chat)
    if (queue) return void queue.push(entry)
    queues.set(chat, [entry])
    const work = storeAll(chat).finally(() => underWay.delete(work))
    underWay.add(work)
  }

  async function storeAll(chat: string): Promise<void> {
    const queue = queues.get(chat) ?? []
    for (let entry = queue[0]; entry; entry = queue[0]) {
      if (!(await storeUntilDone(entry.incoming))) break
      entry.stored()
      queue.shift()
    }
    queues.delete(chat)
  }

  async function storeUntilDone(incoming: Incoming): Promise<boolean> {
    for (let tries = 1; !stopping.signal.aborted; tries += 1) {
      try {
        await options.store(incoming)
        if (tries > 1) log.info({ tries }, 'zalo_personal: stored after all')
        return true
      } catch (err) {
        if (err instanceof AppError && err.code === 'bad_request') {
          log.warn({ err }, 'zalo_personal: refused by the inbox, dropped')
          ignored('refused')
          return true
        }
        if (tries === 1) log.warn({ err }, 'zalo_personal: not stored, trying again')
        await pace.sleep(backoff(pace.store, tries, pace.random), stopping.signal)
      }
    }
    return false
  }

  return {
    take(messages, cursor) {
      for (const message of messages) {
        const stored = cursor.begin(message)
        try {
          const incoming = toIncoming(message, own())
          if (typeof incoming !== 'string') {
            enqueue({ incoming, stored })
            continue
          }
          if (incoming !== 'own') ignored(incoming)
        } catch (err) {
          // It would fail the next time too, and keep up all that comes behind it.
          log.warn({ err }, 'zalo_personal: a message could not be taken in, dropped')
        }
        stored()
      }
    },
    add(incoming) {
      enqueue({ incoming, stored: () => {} })
    },
    async stop() {
      stopping.abort()
      await Promise.all(underWay)
    },
  }
}
