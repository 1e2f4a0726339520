import type { Log } from '../../../server/log.ts'
import type { Incoming } from '../../inbox/incoming.ts'
import { backoff } from '../backoff.ts'
import { asFields, asId } from '../read-json.ts'
import type { BotClient } from './bot-client.ts'
import { type Pace, pauseAfter } from './pace.ts'
import type { HealthReporter } from './report-health.ts'
import { allowedUpdates } from './to-incoming.ts'
import { untilDone } from './until-done.ts'

export interface PollingDeps {
  client: BotClient
  /** Reads an update and answers its tap; null when there is nothing to store. Called once an arrival. */
  prepare(update: unknown): Incoming | null
  /** Resolves when the event is stored for good; rejects when that has to be tried again. */
  store(incoming: Incoming): Promise<void>
  health: Pick<HealthReporter, 'receiving'>
  log: Pick<Log, 'info' | 'warn'>
  pace: Pace
}

interface Entry {
  id: number
  incoming: Incoming | null
  stored: boolean
}

/** The longest that a small call (webhook away, offset confirmed) may take. */
const callMs = 10_000

/**
 * Fetches updates by long polling until stopped. The offset moves on only over what is stored: an update is
 * the server's to keep until it is ours. Nothing but `signal` ends it; whatever fails is tried again.
 * @param mayConfirm asked at the end: whether what was stored last may still be confirmed
 */
export async function pollUpdates(
  deps: PollingDeps,
  signal: AbortSignal,
  mayConfirm: () => boolean,
): Promise<void> {
  const { client, health, pace } = deps
  const removed = await untilDone(
    () => client.call('deleteWebhook', {}, { timeoutMs: callMs, signal }),
    health.receiving,
    pace,
    signal,
  )
  if (!removed) return
  let offset = 0
  let confirmed = 0
  let failures = 0
  while (!signal.aborted) {
    const answer = await client.call(
      'getUpdates',
      { offset, limit: 100, timeout: pace.pollSeconds, allowed_updates: allowedUpdates },
      { timeoutMs: pace.pollSeconds * 1000 + callMs, signal },
    )
    if (answer.ok && Array.isArray(answer.result)) {
      failures = 0
      confirmed = offset
      health.receiving(null)
      offset = Math.max(offset, await storeBatch(deps, answer.result, signal))
      continue
    }
    const failure = answer.ok
      ? ({ kind: 'lost', detail: 'getUpdates brought no list' } as const)
      : answer.failure
    if (failure.kind === 'aborted') break
    failures += 1
    // A poll that is cut once is everyday; what a second one doesn't mend is worth a word.
    if (failure.kind === 'refused' || failures > 1) health.receiving(failure)
    await pace.sleep(pauseAfter(failure, failures, pace), signal)
  }
  if (offset > confirmed && mayConfirm()) {
    await client.call('getUpdates', { offset, limit: 1, timeout: 0 }, { timeoutMs: 2_000 })
  }
}

/** @returns the offset up to which everything is stored, 0 when nothing is */
async function storeBatch(
  deps: PollingDeps,
  updates: readonly unknown[],
  signal: AbortSignal,
): Promise<number> {
  const entries = updates
    .flatMap((update): Entry[] => {
      const id = asId(asFields(update)?.update_id)
      return id === null ? [] : [{ id: Number(id), incoming: deps.prepare(update), stored: false }]
    })
    .sort((a, b) => a.id - b.id)
  await Promise.all(
    Map.groupBy(entries, (entry) => entry.incoming?.chat ?? null)
      .values()
      .map((lane) => storeLane(deps, lane, signal)),
  )
  const firstLeft = entries.findIndex((entry) => !entry.stored)
  const last = firstLeft < 0 ? entries.at(-1) : entries[firstLeft - 1]
  return last ? last.id + 1 : 0
}

/** What one chat said is stored in order; chats don't wait for each other. */
async function storeLane(deps: PollingDeps, lane: readonly Entry[], signal: AbortSignal): Promise<void> {
  for (const entry of lane) {
    if (entry.incoming === null) entry.stored = true
    else entry.stored = await storeUntilDone(deps, entry.incoming, signal)
    if (!entry.stored) return
  }
}

async function storeUntilDone(deps: PollingDeps, incoming: Incoming, signal: AbortSignal): Promise<boolean> {
  const { log, pace } = deps
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      await deps.store(incoming)
      if (tries > 1) log.info({ update: incoming.externalId, tries }, 'telegram: stored after all')
      return true
    } catch (err) {
      if (tries === 1) log.warn({ update: incoming.externalId, err }, 'telegram: not stored, trying again')
      await pace.sleep(backoff(pace.store, tries, pace.random), signal)
    }
  }
  return false
}
