import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { FetchedImage, PushChannel } from '../../bots/channels/channel.ts'
import type { OfficialNews } from '../../bots/flows/announcements/announcement-sayings.ts'
import type { Signature } from '../../knowledge/announcements/announcement.ts'
import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import { judgeFile } from '../../office/announcements/judge-file.ts'
import type { Clock } from '../../server/clock.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { Log } from '../../server/log.ts'

export interface FetchParts {
  pool: Pool
  clock: Clock
  log: Pick<Log, 'warn' | 'error'>
  facts(): AnnouncementFacts['files']
  /** The channel accounts that this process can call at this moment. */
  channels(): readonly PushChannel[]
  /** Of a PDF. */
  readSignatures(bytes: Uint8Array): Promise<Signature[]>
  /** Tells the author of an announcement, in the transaction that stores what it is about. */
  tell(sql: Sql, announcement: string, news: OfficialNews): Promise<void>
}

interface Claimed {
  id: string
  announcement: string
  name: string
  attempts: number
  source: { channel: string; account: string; ref: string }
}

/** So often is a file asked for. */
const mostTries = 5
/** Whose channel no process serves is given up after this. */
const patience = { hours: 1 }
/** Longer than a fetch and what is done with it; who is not done then has died. */
const leaseMs = 60_000
/** Before the second try; it doubles. */
const pauseMs = 10_000

// A process takes what came by its channels, and what nobody has taken for an hour. What it takes is left alone by the
// others for a while.
const claim = `
  update announcement_file f set attempts = attempts + 1,
    not_before = clock_timestamp() + $2::float8 * interval '1 millisecond'
  where f.id = (
    select id from announcement_file
    where source is not null and bytes is null and failure is null
      and (not_before is null or not_before <= clock_timestamp())
      and (source ->> 'channel' || ':' || (source ->> 'account') = any($1::text[]) or added_at < $3::timestamptz)
    order by id limit 1 for update skip locked)
  returning f.id::text, f.announcement_id::text as announcement, f.name, f.attempts, f.source`

const nextDue = `
  select extract(epoch from min(not_before) - clock_timestamp())::float8 * 1000 as ms from announcement_file
  where source is not null and bytes is null and failure is null
    and source ->> 'channel' || ':' || (source ->> 'account') = any($1::text[])`

// Where it lay need not be known any longer: at some channels that is enough to see it.
const store = `
  update announcement_file
  set bytes = $2, name = $3, type = $4, size = $5, sha256 = $6, signatures = $7::jsonb, source = null, not_before = null
  where id = $1 and bytes is null and failure is null returning id`

const giveUp = `
  update announcement_file set failure = $2, source = null, not_before = null
  where id = $1 and bytes is null and failure is null returning id`

// In the order in which acts of officials take both.
const lock = 'select from announcement where id = $1 for no key update'

// It is no longer what was to be seen of it before: a yes to that is over. It stays submitted.
const change = `
  update announcement set version = version + 1,
    submitted_version = case when submitted_version = version then version + 1 else submitted_version end
  where id = $1`

const postpone = `
  update announcement_file set not_before = clock_timestamp() + $2::float8 * interval '1 millisecond'
  where id = $1 and bytes is null and failure is null`

/**
 * Fetches files that officials sent in a chat, one after another, as far as this process can; each is judged by its
 * content, and its author is told how it went.
 * @returns in how many milliseconds another one is due; null when none is
 */
export async function fetchFiles(parts: FetchParts): Promise<number | null> {
  const { pool, clock, log } = parts
  for (;;) {
    const keys = parts.channels().map(({ name, account }) => `${name}:${account}`)
    const before = clock.now().subtract(patience).toString()
    const { rows } = await pool.query<Claimed>(claim, [keys, leaseMs, before])
    const [file] = rows
    if (!file) {
      const { rows: due } = await pool.query<{ ms: number | null }>(nextDue, [keys])
      const ms = due[0]?.ms ?? null
      return ms === null ? null : Math.max(0, ms)
    }
    try {
      await fetchOne(parts, file)
    } catch (err) {
      log.warn({ err, file: file.id }, 'a file of an announcement could not be taken in, trying again')
    }
  }
}

async function fetchOne(parts: FetchParts, file: Claimed): Promise<void> {
  const { pool, log } = parts
  if (file.attempts > mostTries) return fail(parts, file, 'unreachable')
  const fetched = await fetchBytes(parts, file)
  if (!fetched.ok) {
    log.warn({ file: file.id, detail: fetched.detail }, 'a file of an announcement was not fetched')
    if (!fetched.again || file.attempts >= mostTries) return fail(parts, file, 'unreachable')
    await pool.query(postpone, [file.id, pauseMs * 2 ** (file.attempts - 1)])
    return
  }
  const { bytes } = fetched
  const judged = await judgeFile({ name: file.name, bytes }, parts.facts())
  if (!judged.ok) return fail(parts, file, judged.refusal.why)
  const { name, type } = judged
  const signatures = type === 'application/pdf' ? await parts.readSignatures(bytes) : null
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await settle(parts, file, {
    text: store,
    values: [
      file.id,
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
      name,
      type,
      bytes.length,
      sha256,
      signatures && JSON.stringify(signatures),
    ],
    news: { kind: 'file_here', name },
  })
}

async function fetchBytes(parts: FetchParts, { source }: Claimed): Promise<FetchedImage> {
  const channel = parts
    .channels()
    .find(({ name, account }) => name === source.channel && account === source.account)
  if (!channel) return { ok: false, again: false, detail: 'no process serves its channel' }
  return (await channel.fetchFile?.(source.ref)) ?? { ok: false, again: false, detail: 'not by this channel' }
}

function fail(parts: FetchParts, file: Claimed, why: string): Promise<void> {
  const news: OfficialNews = { kind: 'file_failed', name: file.name }
  return settle(parts, file, { text: giveUp, values: [file.id, why], news })
}

/** Stores how it ended, once, and tells the author; an author who cannot be told does not undo it. */
async function settle(
  { pool, log, tell }: FetchParts,
  { announcement }: Claimed,
  { text, values, news }: { text: string; values: unknown[]; news: OfficialNews },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(lock, [announcement])
    const { rows } = await client.query(text, values)
    // It was taken away, or another process was quicker.
    if (rows.length === 0) return
    await client.query(change, [announcement])
    await client.query('savepoint told')
    try {
      await tell(client, announcement, news)
    } catch (err) {
      await client.query('rollback to savepoint told')
      log.error({ err }, 'the author of an announcement could not be told of a file')
    }
  })
}
