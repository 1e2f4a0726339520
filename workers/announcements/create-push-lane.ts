import { setTimeout as pause } from 'node:timers/promises'
import {
  type Capabilities,
  hoursToWrite,
  type PushChannel,
  type Window,
} from '../../bots/channels/channel.ts'
import type { Lang } from '../../bots/dialogue/event.ts'
import { keyOf } from '../../bots/outbox/channels.ts'
import { claimRecipients } from './claim-recipients.ts'
import type { Recipient } from './claim-statement.ts'
import { claimTerms } from './claim-terms.ts'
import { createDelivery, type Granted, type Job } from './create-delivery.ts'
import { createStanding } from './create-standing.ts'
import { createTurns, type Turn } from './create-turns.ts'
import type { Lane, LaneWork } from './lane.ts'
import { readWindows } from './read-windows.ts'
import type { UnderWay } from './under-way.ts'

/** Recipients in hand at once; an account that is careful writes one message after the other. */
const most = { usual: 32, careful: 1 }

/** Sends by one channel account, as fast as the pace lets it. */
export function createPushLane(work: LaneWork, channel: PushChannel): Lane {
  const { parts, hand, ending } = work
  const { pool, pace, log } = parts
  const of = { channel: channel.name, account: channel.account }
  const turns = createTurns()
  const standing = createStanding(keyOf(channel.name, channel.account), parts.onChannel)
  const deliver = createDelivery({
    ...{ work, channel, standing },
    compose: ({ announcement, recipient: { lang }, window }, held) =>
      compose(announcement, { lang, window, ...(held ? { held } : {}) }),
  })
  const room = channel.admit ? most.careful : most.usual
  const jobs = new Set<Promise<void>>()
  const state = { again: false, closed: false }
  let running: Promise<void> | undefined

  function start(): void {
    state.again = true
    running ??= run()
      .catch((err) => log.warn({ err, channel: channel.name }, 'recipients could not be taken in hand'))
      .finally(() => {
        running = undefined
      })
  }

  async function run(): Promise<void> {
    while (state.again && !ending.aborted) {
      state.again = false
      while (await step());
    }
  }

  /** @returns whether there may be more to do at once */
  async function step(): Promise<boolean> {
    // Taking one at a time would cost a transaction each.
    while (room - jobs.size < Math.max(1, room / 4)) await Promise.race(jobs)
    const owner = work.owner()
    if (ending.aborted || state.closed || owner === null) return false
    const limit = standing.mayCall(room - jobs.size)
    const turn = limit > 0 ? turns.next(work.underWay()) : undefined
    if (!turn) return false
    // Who has to be admitted first may wait for that, and takes a permit after.
    if (channel.admit) return take(turn, owner, [], 1)
    const { era } = standing
    const { permits, againMs } = await pace.take(of, limit)
    const now = performance.now()
    const granted = permits.map((permit) => ({ permit, at: now + permit.inMs, era }))
    if (granted.length > 0) return take(turn, owner, granted, granted.length)
    await pause(againMs, undefined, { signal: ending }).catch(() => {})
    return true
  }

  async function take(turn: Turn, owner: string, granted: Granted[], limit: number): Promise<boolean> {
    const { announcement, wave, after } = turn
    try {
      // What it says first: should that fail, nobody is in hand.
      for (const lang of ['vi', 'en'] as const) await compose(announcement, { lang, window: null })
      const claimed = await hand.claim(announcement.id, () =>
        claimRecipients(pool, {
          ...{ announcement, of, wave, after, limit, owner },
          begin: !channel.admit,
          ...claimTerms(work, announcement),
        }),
      )
      turns.note(turn, { looked: claimed.looked, limit, last: claimed.last })
      const windows = await windowsOf(claimed.recipients)
      for (const recipient of claimed.recipients) {
        const window = windows.get(recipient.conversationId) ?? null
        begin({ recipient, owner, announcement, window }, granted.shift())
      }
      return true
    } finally {
      for (const { permit } of granted) pace.give(permit, 'unused')
    }
  }

  function begin(job: Job, granted: Granted | undefined): void {
    const under = deliver(job, granted).finally(() => {
      jobs.delete(under)
      hand.letGo(job.recipient.id)
      work.onSettled(job.announcement.id)
    })
    jobs.add(under)
  }

  /** In the way that the channel still has for somebody who last did this. */
  async function compose(
    announcement: UnderWay,
    { lang, window, held }: { lang: Lang; window: Window | null; held?: readonly string[] },
  ) {
    const composed = async (capabilities: Capabilities) =>
      (await work.composer.compose(
        announcement,
        { ...of, capabilities, lang },
        held && { held, sql: pool },
      )) ?? []
    const whole = await composed(channel.capabilities)
    const bulk = channel.bulkCapabilities?.(window, whole.length) ?? channel.capabilities
    return bulk === channel.capabilities ? whole : composed(bulk)
  }

  async function windowsOf(recipients: readonly Recipient[]): Promise<Map<string, Window>> {
    if (!Object.hasOwn(hoursToWrite, channel.name) || recipients.length === 0) return new Map()
    const conversations = recipients.map(({ conversationId }) => conversationId)
    const rows = recipients.map(({ id }) => id)
    try {
      return await readWindows(pool, conversations, rows)
    } catch (err) {
      // The channel then takes the way that needs none.
      log.warn({ err, channel: channel.name }, 'what people last did could not be read')
      return new Map()
    }
  }

  return {
    poke(anew) {
      if (anew) turns.forgetDry()
      start()
    },
    isDry: turns.isDry,
    async finish() {
      state.closed = true
      await running
      while (jobs.size > 0) await Promise.all(jobs)
    },
  }
}
