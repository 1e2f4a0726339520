import type { Sql } from '../../../server/database/sql.ts'
import type { ChannelAccount } from '../pace.ts'
import type { Claimant } from './share-slots.ts'
import type { Slot } from './slots-in-hand.ts'

/** Another process, as it told of itself within the last seconds. */
export interface Neighbour extends Claimant {
  replies: number
}

/** What all processes know of an account. */
export interface Shared {
  /** As learnt; the stated one at least. */
  windowMs: number
  /** How long nothing may go out in bulk. */
  waitMs: number
  /** Since it was last made longer or shorter. */
  learntMs: number
  others: readonly Neighbour[]
}

/** Slots and pace of one account, as all processes share them. */
export interface SlotStore {
  /** Sees to it that there are so many slots. */
  prepare(messages: number, statedMs: number): Promise<void>
  /** Tells of this process and hears of the others. */
  tell(own: { wants: number; replies: number }, statedMs: number): Promise<Shared>
  /** Takes free ones for `leaseMs`, at most `most` of the first `messages`. */
  take(most: number, messages: number, leaseMs: number): Promise<TakenSlot[]>
  /** @returns the new tokens by number; those absent are lost */
  renew(slots: readonly Slot[], leaseMs: number): Promise<Map<number, string>>
  /** Gives slots back, each free at its time. */
  give(slots: readonly Slot[]): Promise<void>
  /** Takes free ones for replies that have gone out. @returns how many there were */
  debit(most: number, messages: number, windowMs: number): Promise<number>
  /** One was too many: a longer window, once for all that are refused together. */
  lengthen(statedMs: number, retryAfterMs: number): Promise<void>
  /** A shorter window again, a step for each half minute. */
  shorten(statedMs: number): Promise<void>
  /** This process has nothing to do with the account any more. */
  leave(): Promise<void>
}

export interface TakenSlot {
  no: number
  token: string
  /** Milliseconds until it is free. */
  wait: number
}

const ms = `interval '1 millisecond'`

const addPace = `
  insert into channel_pace (channel, account, window_ms, eased_at) values ($1, $2, $3, clock_timestamp())
  on conflict do nothing`

const addSlots = `
  insert into channel_slot (channel, account, no) select $1, $2, no from generate_series(1, $3::int) no
  on conflict do nothing`

const forgetGone = `
  delete from channel_share where channel = $1 and account = $2 and seen_at < clock_timestamp() - interval '1 minute'`

const tellAndHear = `
  with own as (
    insert into channel_share (channel, account, process, wants, replies, seen_at)
    values ($1, $2, $3, $4, $5, clock_timestamp())
    on conflict (channel, account, process)
      do update set wants = excluded.wants, replies = excluded.replies, seen_at = excluded.seen_at
  )
  select greatest(window_ms, $6) as window_ms,
    greatest(0, extract(epoch from not_before - clock_timestamp()))::float8 * 1000 as wait_ms,
    extract(epoch from clock_timestamp() - eased_at)::float8 * 1000 as learnt_ms,
    array(
      select json_build_object('process', process, 'wants', wants, 'replies', replies)::text from channel_share
      where channel = $1 and account = $2 and process <> $3 and seen_at > clock_timestamp() - interval '3 s'
    ) as others
  from channel_pace where channel = $1 and account = $2`

// A little before their time, which is kept here; '-infinity' cannot be subtracted from.
const takeFree = `
  with free as (
    select no, greatest(free_at, clock_timestamp()) as free_at from channel_slot
    where channel = $1 and account = $2 and no <= $4 and free_at <= clock_timestamp() + 100 * ${ms}
    order by channel_slot.free_at limit $3 for update skip locked
  )
  update channel_slot s set free_at = clock_timestamp() + $5 * ${ms} from free
  where s.channel = $1 and s.account = $2 and s.no = free.no
  returning s.no, s.free_at::text as token,
    greatest(0, extract(epoch from free.free_at - clock_timestamp()))::float8 * 1000 as wait`

const renewHeld = `
  update channel_slot s set free_at = clock_timestamp() + $5 * ${ms}
  from unnest($3::smallint[], $4::timestamptz[]) held (no, free_at)
  where s.channel = $1 and s.account = $2 and s.no = held.no and s.free_at = held.free_at
  returning s.no, s.free_at::text as token`

const giveHeld = `
  update channel_slot s set free_at = clock_timestamp() + held.wait * ${ms}
  from unnest($3::smallint[], $4::timestamptz[], $5::float8[]) held (no, free_at, wait)
  where s.channel = $1 and s.account = $2 and s.no = held.no and s.free_at = held.free_at`

const debitFree = `
  with free as (
    select no from channel_slot where channel = $1 and account = $2 and no <= $4 and free_at <= clock_timestamp()
    order by free_at limit $3 for update skip locked
  )
  update channel_slot s set free_at = clock_timestamp() + $5 * ${ms} from free
  where s.channel = $1 and s.account = $2 and s.no = free.no
  returning s.no`

// Refusals that come while the account is left alone are of the calls that were under way together.
const lengthenWindow = `
  update channel_pace set
    window_ms = case when not_before > clock_timestamp() then window_ms
      else least(greatest(window_ms, $3) / 0.7, $3 * 60) end,
    not_before = greatest(not_before, clock_timestamp() + $4 * ${ms}),
    eased_at = clock_timestamp()
  where channel = $1 and account = $2`

const shortenWindow = `
  update channel_pace set
    window_ms = greatest($3, window_ms * 0.9 ^ floor(extract(epoch from clock_timestamp() - eased_at)::float8 / 30)),
    eased_at = clock_timestamp()
  where channel = $1 and account = $2 and eased_at <= clock_timestamp() - interval '30 s'`

const forgetOwn = 'delete from channel_share where channel = $1 and account = $2 and process = $3'

/** @param process names this process among those that use the account; a UUID */
export function createSlotStore(sql: Sql, { channel, account }: ChannelAccount, process: string): SlotStore {
  const ask = async <Row extends object>(text: string, ...values: unknown[]) =>
    (await sql.query<Row>({ text, values: [channel, account, ...values] })).rows
  const numbers = (slots: readonly Slot[]) => slots.map(({ no }) => no)
  const tokens = (slots: readonly Slot[]) => slots.map(({ token }) => token)

  return {
    async prepare(messages, statedMs) {
      await ask(addPace, statedMs)
      await ask(addSlots, messages)
      await ask(forgetGone)
    },
    async tell({ wants, replies }, statedMs) {
      const [row] = await ask<{ window_ms: number; wait_ms: number; learnt_ms: number; others: string[] }>(
        tellAndHear,
        process,
        wants,
        replies,
        statedMs,
      )
      if (!row) throw new Error('the pace of a channel account is gone from its table')
      return {
        windowMs: row.window_ms,
        waitMs: row.wait_ms,
        learntMs: row.learnt_ms,
        others: row.others.map((other) => JSON.parse(other) as Neighbour),
      }
    },
    take: (most, messages, leaseMs) => ask<TakenSlot>(takeFree, most, messages, leaseMs),
    async renew(slots, leaseMs) {
      const rows = await ask<TakenSlot>(renewHeld, numbers(slots), tokens(slots), leaseMs)
      return new Map(rows.map(({ no, token }) => [no, token]))
    },
    async give(slots) {
      const now = performance.now()
      const waits = slots.map(({ freeAt }) => Math.max(0, freeAt - now))
      await ask(giveHeld, numbers(slots), tokens(slots), waits)
    },
    debit: async (most, messages, windowMs) => (await ask(debitFree, most, messages, windowMs)).length,
    async lengthen(statedMs, retryAfterMs) {
      await ask(lengthenWindow, statedMs, retryAfterMs)
    },
    async shorten(statedMs) {
      await ask(shortenWindow, statedMs)
    },
    async leave() {
      await ask(forgetOwn, process)
    },
  }
}
