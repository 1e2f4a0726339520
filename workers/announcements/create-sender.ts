import type { PushChannel } from '../../bots/channels/channel.ts'
import { createUndertaker } from '../../bots/outbox/create-undertaker.ts'
import { type ProcessIdentity, takeIdentity } from '../../bots/outbox/process-identity.ts'
import { createRecorder } from '../../bots/outbox/recorder.ts'
import { nextMorning } from '../../knowledge/calendar/next-morning.ts'
import { withinSendingWindow } from '../../knowledge/calendar/sending-window.ts'
import { advanceAnnouncements } from './advance-announcements.ts'
import { createComposer } from './create-composer.ts'
import { createHand } from './create-hand.ts'
import { createLostAndFound } from './create-lost-and-found.ts'
import { createPlanner } from './create-planner.ts'
import { createPullLane } from './create-pull-lane.ts'
import { createPushLane } from './create-push-lane.ts'
import { createRecaller } from './create-recaller.ts'
import type { Lane, LaneWork } from './lane.ts'
import { type OutcomeChange, type Recorded, recordOutcomes } from './record-outcomes.ts'
import type { SenderParts } from './sender-parts.ts'
import { recipientOwners, settleDead } from './settle-dead.ts'
import type { UnderWay } from './under-way.ts'

/** Sends announcements to their planned recipients, beside the senders of other processes. */
export interface Sender {
  /**
   * To be called on `notify announcements`, when listening has begun again, and at the instants that were asked for.
   * Costs little, and a call during another's work makes it look once more.
   */
  look(): void
  /** The same; settles when it has looked. Never rejects. To be called at the start and every minute. */
  round(): Promise<void>
  /**
   * Begins nothing new and waits for what is being sent. What has not ended after `withinMs` is left as a crash would
   * leave it: of unknown outcome.
   */
  stop(withinMs: number): Promise<void>
}

export function createSender(parts: SenderParts): Sender {
  const { pool, clock, log, roundMs = 1000 } = parts
  const ending = new AbortController()
  const hand = createHand()
  const composer = createComposer(parts)
  const recorder = createRecorder<OutcomeChange, Recorded>({
    clock,
    log,
    write: (changes, now) =>
      recordOutcomes(pool, changes, { now, tomorrow: nextMorning(clock.now()).toString() }),
    onWrite: () => {},
  })
  const undertaker = createUndertaker({
    pool,
    ...(parts.graceMs === undefined ? {} : { graceMs: parts.graceMs }),
    owners: recipientOwners,
    settle: settleDead,
  })
  const recaller = createRecaller(parts, ending.signal)
  const planner = createPlanner({
    ...parts,
    onPlanned: look,
    onLater: scheduleRound,
    ending: ending.signal,
  })
  const lostAndFound = createLostAndFound(pool, hand)
  const lanes = new Map<PushChannel, Lane>()
  const closed = new Set<Promise<void>>()
  const state = { underWay: [] as readonly UnderWay[], again: false, idleRounds: 0, asked: '' }
  let identity: ProcessIdentity | undefined
  let looking: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  const work: LaneWork = {
    parts,
    composer,
    hand,
    owner: () => identity?.current ?? null,
    // To the second: by the next look it may be night.
    underWay: () => (isDay() ? state.underWay : state.underWay.filter(({ urgent }) => urgent)),
    record: recorder.record,
    onSettled(id) {
      const announcement = state.underWay.find((one) => one.id === id)
      // The last one of a wave: the next begins at once, or it is at its end.
      if (!announcement || hand.countOf(id) > 0) return
      if (allLanes().every((lane) => lane.isDry(announcement))) look()
    },
    ending: ending.signal,
  }
  const pullLane = createPullLane(work)

  function isDay(): boolean {
    const now = clock.now()
    return withinSendingWindow(now).equals(now)
  }

  function look(): void {
    void startLook()
  }

  function startLook(): Promise<void> {
    if (ending.signal.aborted) return Promise.resolve()
    state.again = true
    looking ??= lookAll().finally(() => {
      looking = undefined
    })
    return looking
  }

  async function lookAll(): Promise<void> {
    while (state.again && !ending.signal.aborted) {
      state.again = false
      try {
        await lookOnce()
      } catch (err) {
        log.warn({ err }, 'announcements could not be looked after')
        scheduleRound()
      }
    }
  }

  async function lookOnce(): Promise<void> {
    const { underWay, unplanned, next } = await advanceAnnouncements(parts)
    planner.plan(unplanned)
    if (next && next.toString() !== state.asked) {
      state.asked = next.toString()
      parts.wake(next)
    }
    composer.keep(new Set(underWay.map(({ id }) => id)))
    if (await recaller.look()) scheduleRound()
    if (underWay.length > 0 || hand.size > 0 || (await isAnyInHand())) await send(underWay)
    else await rest()
  }

  async function send(underWay: readonly UnderWay[]): Promise<void> {
    state.idleRounds = 0
    scheduleRound()
    identity ??= await takeIdentity({ pool, log, onBack: look })
    await identity.confirm()
    const now = clock.now().toString()
    const { processes, found } = await undertaker.look(identity.all, now)
    for (const { channel, count } of found ?? []) parts.counters.unknownOutcomes(channel, count)
    const lost = await lostAndFound.look(identity.all, now)
    if (processes.length + lost > 0) {
      log.info({ processes, lost }, 'recipients of announcements were taken over')
      state.again = true
    }
    state.underWay = underWay
    openLanes()
    for (const lane of allLanes()) lane.poke(true)
  }

  /** With nothing to send for a while, the process gives its number back. */
  async function rest(): Promise<void> {
    state.underWay = []
    if (!identity) return
    state.idleRounds++
    if (state.idleRounds < 5) return scheduleRound()
    const retired = identity
    identity = undefined
    await retired.retire()
  }

  async function isAnyInHand(): Promise<boolean> {
    const { rows } = await pool.query<{ found: boolean }>(`select exists (${recipientOwners}) as found`)
    return rows[0]?.found ?? false
  }

  /** Of what can be called at this moment: an account may come later, go, and come back as another channel. */
  function openLanes(): void {
    const channels = parts.channels()
    for (const channel of lanes.keys()) if (!channels.includes(channel)) closeLane(channel)
    for (const channel of channels) if (!lanes.has(channel)) lanes.set(channel, createPushLane(work, channel))
  }

  function closeLane(channel: PushChannel): void {
    const closing = lanes.get(channel)?.finish()
    lanes.delete(channel)
    if (!closing) return
    closed.add(closing)
    void closing.finally(() => closed.delete(closing))
  }

  function allLanes(): Lane[] {
    return [pullLane, ...lanes.values()]
  }

  function scheduleRound(): void {
    if (ending.signal.aborted) return
    timer ??= setTimeout(() => {
      timer = undefined
      look()
    }, roundMs)
  }

  async function finish(): Promise<void> {
    await Promise.all([
      looking,
      planner.finish(),
      recaller.finish(),
      ...closed,
      ...allLanes().map((lane) => lane.finish()),
    ])
  }

  return {
    look,
    round: startLook,
    async stop(withinMs) {
      ending.abort()
      clearTimeout(timer)
      const signal = AbortSignal.timeout(withinMs)
      const late = new Promise<'late'>((resolve) => signal.addEventListener('abort', () => resolve('late')))
      const ended = await Promise.race([late, finish()])
      if (ended !== 'late') return identity?.retire()
      recorder.giveUp()
      identity?.abandon()
    },
  }
}
