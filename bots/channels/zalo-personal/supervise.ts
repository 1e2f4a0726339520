import { AppError } from '../../../server/errors.ts'
import type { Log } from '../../../server/log.ts'
import type { Alerts } from '../alerts.ts'
import { backoff } from '../backoff.ts'
import type { ChannelLease, ChannelLock } from '../channel-lock.ts'
import { type Arrivals, type Connection, connect } from './connect.ts'
import { createSpacer } from './create-spacer.ts'
import { describeFailure, type Failure } from './describe-failure.ts'
import { callDeadline } from './gateway-fetch.ts'
import type { Login, SessionKeeper } from './login/keep-session.ts'
import type { Pace } from './pace.ts'
import type { HealthReporter } from './report-health.ts'
import { logIn, type ZaloAccount } from './zalo-client.ts'

export interface Supervisor {
  /** Keeps a connection whenever this process holds the lock, until stopped. Never rejects. */
  run(signal: AbortSignal): Promise<void>
  /** An operator says that what stopped it is seen to. */
  resume(): void
  /** Begins again at once with what is stored now: somebody has logged in anew. */
  reconnect(): void
  /** Zalo knows this login no more: it is made anew, as after a drop. */
  expired(account: ZaloAccount): void
}

interface SuperviseDeps {
  lock: ChannelLock
  sessions: SessionKeeper
  fetch: typeof fetch
  arrivals: Arrivals
  health: Pick<HealthReporter, 'link' | 'state'>
  alerts: Alerts
  log: Pick<Log, 'info' | 'warn'>
  pace: Pace
  /** A login worked; before its socket is opened. Rejects when it cannot be gone on with yet. */
  loggedIn(account: ZaloAccount, fresh: boolean): Promise<void>
  connected(account: ZaloAccount, connection: Connection): void
  disconnected(): void
  banned(): void
}

/** How one try ended, and with it what to do next. */
type Outcome =
  | { kind: 'nothing' }
  | { kind: 'setting'; detail: string }
  | { kind: 'refused' }
  | { kind: 'banned' }
  | { kind: 'other_session' }
  /** @property heldMs how long the connection stood */
  | { kind: 'failed'; detail: string; heldMs: number }

/**
 * One connection at a time, each with a login and a listener of its own: the library's ways of going on with either
 * lose the key, end the process or give up for good.
 */
export function createSupervisor(deps: SuperviseDeps): Supervisor {
  const { pace, log, health, alerts } = deps
  let open: { account: ZaloAccount; connection: Connection } | null = null
  /** Aborted, and made anew, whenever what is waited for may have come. */
  let sleeper = new AbortController()
  let halted: 'other_session' | 'banned' | null = null
  const loginsApart = createSpacer(pace.apart)
  const socketsApart = createSpacer(pace.apart)
  let endpoint = 0

  function wake(): void {
    sleeper.abort()
    sleeper = new AbortController()
  }

  function interrupt(why: string): void {
    open?.connection.close(why)
    wake()
  }

  async function run(signal: AbortSignal): Promise<void> {
    const stop = () => interrupt('stopping')
    signal.addEventListener('abort', stop, { once: true })
    for (let tries = 1; !signal.aborted; tries += 1) {
      health.link({ kind: 'standby' })
      const lease = await acquire(signal)
      if (!lease) {
        if (!signal.aborted) await pace.sleep(backoff(pace.store, tries, pace.random), sleeper.signal)
        continue
      }
      tries = 0
      lease.lost.addEventListener('abort', stop, { once: true })
      await keepConnected(() => !signal.aborted && !lease.lost.aborted)
      lease.lost.removeEventListener('abort', stop)
      await lease.release().catch((err: unknown) => log.warn({ err }, 'zalo_personal: lock not released'))
    }
    signal.removeEventListener('abort', stop)
  }

  async function acquire(signal: AbortSignal): Promise<ChannelLease | null> {
    try {
      return await deps.lock.acquire(signal)
    } catch (err) {
      if (!signal.aborted) log.warn({ err }, 'zalo_personal: the lock could not be had, trying again')
      return null
    }
  }

  async function keepConnected(alive: () => boolean): Promise<void> {
    let failures = 0
    while (alive()) {
      const { signal } = sleeper
      if (halted) {
        health.link({ kind: halted })
        await woken(signal)
        continue
      }
      const outcome = await attempt(signal)
      // What woke us meanwhile is what to go by, not how the old try ended.
      if (!alive() || (signal.aborted && outcome.kind !== 'other_session')) {
        failures = 0
        continue
      }
      if (outcome.kind === 'failed') {
        failures = outcome.heldMs >= pace.held ? 1 : failures + 1
        health.link({ kind: 'failing', detail: outcome.detail })
        log.info({ detail: outcome.detail, failures }, 'zalo_personal: not connected, trying again')
        await pace.sleep(backoff(pace.reconnect, failures, pace.random), signal)
      } else {
        failures = 0
        await rest(outcome, signal)
      }
    }
  }

  /** What only an operator can mend. */
  async function rest(outcome: Exclude<Outcome, { kind: 'failed' }>, signal: AbortSignal): Promise<void> {
    if (outcome.kind === 'nothing') {
      health.link({ kind: 'off' })
      return woken(signal)
    }
    log.warn({ why: outcome.kind }, 'zalo_personal: an operator is needed')
    if (outcome.kind === 'other_session' || outcome.kind === 'banned') {
      halted = outcome.kind
      if (outcome.kind === 'banned') deps.banned()
      else alerts.raise('zalo_personal.other_session')
      return
    }
    health.link(outcome)
    alerts.raise('zalo_personal.login')
    await pace.sleep(pace.refused, signal)
  }

  async function attempt(signal: AbortSignal): Promise<Outcome> {
    // What is known to be wrong stays told until it is over.
    if (['off', 'standby', 'other_session', 'banned'].includes(health.state.kind))
      health.link({ kind: 'connecting' })
    let candidates: Login[]
    try {
      candidates = await deps.sessions.candidates()
    } catch (error) {
      if (error instanceof AppError && error.code === 'bad_setting')
        return { kind: 'setting', detail: error.message }
      return { kind: 'failed', detail: 'the stored session could not be read', heldMs: 0 }
    }
    if (candidates.length === 0) return { kind: 'nothing' }
    for (const candidate of candidates) {
      await loginsApart()
      if (signal.aborted) break
      const tried = await tryLogin(candidate, signal)
      if ('account' in tried) return openSocket(tried.account, signal)
      if (tried.failure.kind === 'banned') return { kind: 'banned' }
      if (tried.failure.kind !== 'session' && tried.failure.kind !== 'refused')
        return { kind: 'failed', detail: tried.failure.detail, heldMs: 0 }
    }
    return { kind: 'refused' }
  }

  async function tryLogin(
    { session, fresh }: Login,
    signal: AbortSignal,
  ): Promise<{ account: ZaloAccount } | { failure: Failure }> {
    try {
      const account = await callDeadline.run(signal, () => logIn(session, deps.fetch))
      await deps.sessions.begin(session, account)
      const ready = await deps.loggedIn(account, fresh).then(
        () => {
          deps.sessions.settled()
          return true
        },
        (err: unknown) => log.warn({ err }, 'zalo_personal: what is kept of the account could not be read'),
      )
      return ready ? { account } : { failure: { kind: 'server', detail: 'the database does not answer' } }
    } catch (error) {
      return { failure: describeFailure(error) }
    }
  }

  async function openSocket(account: ZaloAccount, signal: AbortSignal): Promise<Outcome> {
    await socketsApart()
    const opened = await connect(account, deps.arrivals, pace, { skip: endpoint, signal, log })
    if (!opened.ok) {
      // The login tells several addresses; one may be out of order.
      endpoint += 1
      return opened.ending.kind === 'closed'
        ? { kind: 'failed', detail: opened.ending.detail, heldMs: 0 }
        : opened.ending
    }
    endpoint = 0
    const { connection } = opened
    open = { account, connection }
    const since = performance.now()
    health.link({ kind: 'connected' })
    alerts.clear('zalo_personal.login')
    alerts.clear('zalo_personal.other_session')
    deps.connected(account, connection)
    const ending = await connection.ended
    open = null
    deps.disconnected()
    if (ending.kind === 'other_session') return ending
    return { kind: 'failed', detail: ending.detail, heldMs: performance.now() - since }
  }

  return {
    run,
    resume() {
      halted = null
      if (!open) wake()
    },
    reconnect() {
      halted = null
      interrupt('somebody logged in anew')
    },
    expired(account) {
      if (open?.account === account) open.connection.close('Zalo knows the session no more')
    },
  }
}

function woken(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
