import { setTimeout as pause } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import type { PushChannel } from '../../bots/channels/channel.ts'
import { inTime } from '../../server/in-time.ts'
import { leaveDigests } from './leave-digests.ts'
import type { SenderParts } from './sender-parts.ts'
import { settleRecalls } from './settle-recalls.ts'
import { takeSent } from './take-sent.ts'
import { withdrawWritten } from './withdraw-written.ts'

/** Takes back what went out of announcements whose recall was asked for, as far as channels can. */
export interface Recaller {
  /** Begins, or goes on, unless it is under way. @returns whether it is worth another look soon */
  look(): Promise<boolean>
  finish(): Promise<void>
}

/** What no channel has taken back by then stays: none that can lets us do so later. */
const longest = Temporal.Duration.from({ hours: 48 })
const longestCall = 12_000
const quietMs = 5000

const findAsked = `
  select a.id::text, a.title, a.recall_asked_at as "askedAt" from announcement a
  where a.recall_asked_at is not null and not exists (
    select from announcement_history h
    where h.announcement_id = a.id and h.act = 'taken_back' and h.at >= a.recall_asked_at)`

// What is on its way may still come.
const isLeft = `
  select exists (
    select from announcement_recipient where announcement_id = $1 and status <> 'planned'
      and (status = 'sending'
        or (status = 'sent' and recalled_at is null and reason is null and external_id is not null))
  ) as left`

const end = `
  insert into announcement_history (announcement_id, at, act, version, detail)
  select a.id, $2::timestamptz, 'taken_back', a.version, jsonb_build_object(
    'recalled', (select count(*) from announcement_recipient r
      where r.announcement_id = a.id and r.status <> 'planned' and r.recalled_at is not null))
  from announcement a where a.id = $1 and not exists (
    select from announcement_history h
    where h.announcement_id = a.id and h.act = 'taken_back' and h.at >= a.recall_asked_at)`

interface Asked {
  id: string
  title: string
  /** ISO instant. */
  askedAt: string
}

export function createRecaller(parts: SenderParts, ending: AbortSignal): Recaller {
  const { pool, clock, log, pace } = parts
  const state = { quietUntil: 0 }
  let running: Promise<void> | undefined

  async function run(asked: readonly Asked[]): Promise<void> {
    for (const announcement of asked) {
      await leaveDigests(pool, announcement.id)
      await withdrawWritten(parts, announcement)
      for (const channel of parts.channels()) await takeBack(announcement, channel)
      await endIfOver(announcement)
    }
  }

  async function takeBack({ id }: Asked, channel: PushChannel): Promise<void> {
    const of = { channel: channel.name, account: channel.account }
    const { recall } = channel
    if (!recall) return settleRecalls(pool, { announcement: id, ...of })
    while (!ending.aborted) {
      const sent = await takeSent(pool, id, of)
      if (sent.length === 0) return
      for (const { row, chat, externalIds } of sent) {
        if (ending.aborted) return
        const outcomes = []
        for (const externalId of externalIds)
          outcomes.push(await call(of, () => recall.call(channel, chat, externalId)))
        // What may still be taken back is tried again when its lease has run out.
        if (outcomes.includes('again')) continue
        const recalled = outcomes.every((outcome) => outcome === 'gone')
        await settleRecalls(pool, { row, ...(recalled ? { at: clock.now().toString() } : {}) })
      }
    }
  }

  /** One message, at the pace of the channel. */
  async function call(
    of: Parameters<typeof pace.take>[0],
    recall: () => ReturnType<NonNullable<PushChannel['recall']>>,
  ): Promise<'gone' | 'stays' | 'again'> {
    for (;;) {
      const { permits, againMs } = await pace.take(of, 1)
      const [permit] = permits
      await pause(permit ? permit.inMs : againMs, undefined, { signal: ending }).catch(() => {})
      if (ending.aborted) {
        if (permit) pace.give(permit, 'unused')
        return 'again'
      }
      if (!permit) continue
      const result = await inTime(recall(), longestCall).catch(() => undefined)
      pace.give(permit, 'used')
      if (result?.ok) return 'gone'
      const kind = result?.error.kind ?? 'unknown_outcome'
      log.warn({ channel: of.channel, kind }, 'a message could not be taken back')
      if (result?.error.kind === 'rate_limited') {
        await pace.refused(of, result.error.retryAfterMs)
        continue
      }
      return ['unavailable', 'unknown_outcome', 'auth_expired'].includes(kind) ? 'again' : 'stays'
    }
  }

  async function endIfOver({ id, askedAt }: Asked): Promise<void> {
    const now = clock.now()
    const late = Temporal.Instant.compare(Temporal.Instant.from(askedAt).add(longest), now) <= 0
    const { rows } = await pool.query<{ left: boolean }>(isLeft, [id])
    if (late || !rows[0]?.left) await pool.query(end, [id, now.toString()])
  }

  return {
    async look() {
      if (running) return true
      if (performance.now() < state.quietUntil) return false
      const { rows } = await pool.query<Asked>(findAsked)
      if (rows.length === 0 || ending.aborted) return false
      // What is left then is with another process, on its way, or for another time.
      state.quietUntil = performance.now() + quietMs
      running ??= run(rows)
        .catch((err) => log.warn({ err }, 'what is to be taken back waits'))
        .finally(() => {
          running = undefined
        })
      return true
    },
    async finish() {
      await running
    },
  }
}
