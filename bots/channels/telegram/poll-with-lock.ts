import { backoff } from '../backoff.ts'
import type { ChannelLease, ChannelLock } from '../channel-lock.ts'
import { type PollingDeps, pollUpdates } from './poll-updates.ts'

/** Polls whenever this process holds the lock, and stands by when it doesn't, until stopped. */
export async function pollWithLock(deps: PollingDeps, lock: ChannelLock, signal: AbortSignal): Promise<void> {
  for (let tries = 1; !signal.aborted; tries += 1) {
    const lease = await acquire(deps, lock, signal)
    if (!lease) {
      await deps.pace.sleep(backoff(deps.pace.store, tries, deps.pace.random), signal)
      continue
    }
    tries = 0
    const { lost } = lease
    await pollUpdates(deps, AbortSignal.any([signal, lost]), () => !lost.aborted)
    await lease.release().catch((err: unknown) => deps.log.warn({ err }, 'telegram: lock not released'))
  }
}

async function acquire(
  { log }: PollingDeps,
  lock: ChannelLock,
  signal: AbortSignal,
): Promise<ChannelLease | null> {
  try {
    return await lock.acquire(signal)
  } catch (err) {
    if (!signal.aborted) log.warn({ err }, 'telegram: the lock for polling could not be had, trying again')
    return null
  }
}
