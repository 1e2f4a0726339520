import type { Pool } from 'pg'
import { closeRecipients } from '../../office/announcements/close-recipients.ts'
import { countAnnouncement } from '../../office/announcements/count-announcement.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { AnnouncementParts } from './announcement-parts.ts'
import { failed, tried } from './canary-conditions.ts'
import { chooseCanary } from './choose-canary.ts'
import type { CanaryOutcome } from './judge-canary.ts'
import type { Step } from './next-step.ts'
import { sizeCanary } from './size-canary.ts'
import type { Surveyed } from './survey-announcements.ts'
import { tellProgress } from './tell-progress.ts'

const lock = `
  select id::text, author::text, approver::text, canary, canary_tries from announcement
  where id = $1 and state = $2 and version = $3 and pause is not distinct from $4
  for no key update`

interface Locked {
  id: string
  author: string
  approver: string
  canary: boolean
  canary_tries: number
}

const goOn = `
  update announcement set state = $2, pause = null, look_again_at = null, updated_at = $3::timestamptz where id = $1`
const halt = `
  update announcement set state = 'paused', pause = $2, updated_at = $3::timestamptz where id = $1`
const begin =
  'update announcement set began_at = $2::timestamptz where id = $1 and began_at is null returning id'
const end = `
  update announcement set state = $2, pause = null, look_again_at = null, ended_at = $3::timestamptz,
    updated_at = $3::timestamptz
  where id = $1`

// 1, 2, 4 … 30 minutes.
const lookAgain = `
  update announcement set canary_tries = canary_tries + 1,
    look_again_at = $2::timestamptz + least(30, 2 ^ least(canary_tries, 5)) * interval '1 minute'
  where id = $1`
const looked = 'update announcement set look_again_at = null where id = $1'

// Who may have it already is tried after all others, as ever.
const pass = `
  update announcement_recipient set
    wave = case when status = 'planned' and reason = 'unknown_outcome' then 2 else 1 end
  where announcement_id = $1 and wave = 0`

const tryAgain = `
  update announcement_recipient set status = 'planned', reason = null, not_before = null, settled_at = null
  where announcement_id = $1 and wave = 0
    and ((status = 'failed' and reason not in ('recipient_blocked', 'unknown_outcome'))
      or (status = 'planned' and reason = 'unknown_outcome'))
  returning id`

const count = `
  select count(*) filter (where ${tried})::int as tried, count(*) filter (where ${failed})::int as failed
  from announcement_recipient r where r.announcement_id = $1 and r.wave = 0`

const letGo = `
  update announcement_recipient set wave = 1
  where announcement_id = $1 and wave = 0 and status = 'planned' and owner is null and unknown_outcomes = 0`

const isLeft = `
  select exists (select from announcement_recipient where announcement_id = $1 and status = 'planned')
    or exists (select from announcement_recipient where announcement_id = $1 and status = 'held')
    or exists (select from announcement_recipient where announcement_id = $1 and status = 'sending' and owner is not null)
    as left`

// On the commit: other processes may go on with it at once.
const note = `
  with noted as (
    insert into announcement_history (announcement_id, at, act, version, detail)
    select id, $2::timestamptz, $3, version, $4::jsonb from announcement where id = $1 and $3::text is not null
  )
  select pg_notify('announcements', $1::text)`

type Parts = Pick<AnnouncementParts, 'clock' | 'tapKey' | 'known'> & { pool: Pool }

interface Taking {
  parts: Parts
  sql: Sql
  announcement: Locked
  /** ISO instant. */
  now: string
}

/**
 * Does what has to happen to an announcement, unless it stands otherwise by now: of several processes one does it, and
 * its history and the officials hear of it once.
 */
export function takeStep(parts: Parts, surveyed: Surveyed, step: Exclude<Step, 'plan'>): Promise<void> {
  const { id, state, version, pause } = surveyed
  return inTransaction(parts.pool, async (sql: Sql) => {
    const { rows } = await sql.query<Locked>({ text: lock, values: [id, state, version, pause] })
    const [announcement] = rows
    if (!announcement) return
    const taking: Taking = { parts, sql, announcement, now: parts.clock.now().toString() }
    const heard = await steps[step](taking)
    if (heard === undefined) return
    const values = [id, taking.now, heard?.act ?? null, heard?.detail ? JSON.stringify(heard.detail) : null]
    await sql.query({ text: note, values })
  })
}

/** What goes into its history; null for nothing. Undefined: nothing has changed. */
type Heard = { act: string; detail?: object } | null | undefined

const steps: Record<Exclude<Step, 'plan'>, (taking: Taking) => Promise<Heard>> = {
  async send(taking) {
    await run(taking, goOn, 'sending', taking.now)
    return null
  },
  async wait(taking) {
    await run(taking, goOn, 'waiting', taking.now)
    return null
  },
  async unit_gone(taking) {
    await run(taking, halt, 'unit_gone', taking.now)
    await tell(taking, { kind: 'unit_gone' })
    return { act: 'unit_gone' }
  },
  async begin(taking) {
    const { parts, sql, announcement, now } = taking
    if ((await run(taking, begin, now)).length === 0) return undefined
    if (announcement.canary)
      await chooseCanary(sql, announcement.id, (all) => sizeCanary(all, parts.known().facts.canary))
    return { act: 'began' }
  },
  async pass(taking) {
    await run(taking, pass)
    return null
  },
  async halt(taking) {
    const { announcement, now } = taking
    await run(taking, halt, 'canary', now)
    await run(taking, lookAgain, now)
    if (announcement.canary_tries > 0) return null
    const outcome = await countCanary(taking)
    await tell(taking, { kind: 'halted', ...outcome })
    return { act: 'halted', detail: outcome }
  },
  async try_again(taking) {
    await run(taking, looked)
    // When nobody can be tried again any more, others tell whether it fares better.
    return (await run(taking, tryAgain)).length > 0 ? null : chooseOthers(taking)
  },
  choose_others: chooseOthers,
  async recover(taking) {
    await run(taking, pass)
    await run(taking, goOn, 'sending', taking.now)
    await tell(taking, { kind: 'recovered' })
    return { act: 'recovered' }
  },
  async let_go(taking) {
    await run(taking, letGo)
    return null
  },
  async expire(taking) {
    const { sql, announcement, now } = taking
    await closeRecipients(sql, announcement.id, { reason: 'expired', now })
    return close(taking, 'expired')
  },
  async finish(taking) {
    const [found] = await run<{ left: boolean }>(taking, isLeft)
    return found?.left ? undefined : close(taking, 'sent')
  },
}

async function chooseOthers(taking: Taking): Promise<Heard> {
  const { parts, sql, announcement } = taking
  await run(taking, pass)
  await chooseCanary(sql, announcement.id, () => parts.known().facts.canary.least)
  return null
}

async function close(taking: Taking, state: 'sent' | 'expired'): Promise<Heard> {
  const { sql, announcement } = taking
  await run(taking, end, state, taking.now)
  await tell(taking, { kind: 'ended', counts: await countAnnouncement(sql, announcement.id) })
  return { act: state }
}

async function tell(taking: Taking, news: Parameters<typeof tellProgress>[2]['news']): Promise<void> {
  const { parts, sql, announcement } = taking
  const { id, author, approver } = announcement
  // How it ended is for who wrote it; what went wrong is for both.
  const officials = news.kind === 'ended' ? [author] : [author, approver]
  await tellProgress(parts, sql, { id, officials, news })
}

async function countCanary(taking: Taking): Promise<CanaryOutcome> {
  const [counted] = await run<CanaryOutcome>(taking, count)
  return counted ?? { failed: 0, tried: 0 }
}

async function run<Row extends object>({ sql, announcement }: Taking, text: string, ...values: unknown[]) {
  const { rows } = await sql.query<Row>({ text, values: [announcement.id, ...values] })
  return rows
}
