import { Temporal } from 'temporal-polyfill'
import { type ChannelName, pullChannels } from '../../bots/channels/channel.ts'
import { sealReply } from '../../bots/outbox/seal-reply.ts'
import { splitReply } from '../../bots/outbox/split-reply.ts'
import { writeUnasked } from '../../bots/outbox/write-unasked.ts'
import { type DossierRow, dossierColumns } from '../../knowledge/dossiers/access/dossier-columns.ts'
import { overStatuses } from '../../knowledge/dossiers/over-statuses.ts'
import type { Sql } from '../../server/database/sql.ts'
import { composeTelling } from './compose-telling.ts'
import { decideTellings, type Telling } from './decide-tellings.ts'
import { passNotices } from './pass-notices.ts'
import type { Person, Push } from './person.ts'
import type { PushParts } from './push-parts.ts'
import { type FollowChange, settleFollows } from './settle-follows.ts'
import { type PushChange, settlePushes } from './settle-pushes.ts'
import { takePeople } from './take-people.ts'

/** One go at what is due. */
export interface Round {
  parts: PushParts
  at: Temporal.Instant
  /** Within the sending window; else only what is to be told at any hour goes. */
  day: boolean
  /** Messages that may still be handed to each channel. */
  room: Map<ChannelName, number>
}

/** People in one transaction: their rows, and their turns, are not held for long. */
const mostPeople = 50
/** The least that any channel takes at once; who writes here does not know what each of them can do. */
const leastText = 1900

const readDossiers = `select ${dossierColumns} from dossier d where d.id = any($1::bigint[])`

/**
 * Tells some of those whose pushes wait for a channel, in the transaction of `sql`.
 * @returns how many pushes were found due, how many came to anything, and how many messages were written
 */
export async function fireBatch(round: Round, sql: Sql, channel: ChannelName) {
  const { at, day } = round
  const now = at.toString()
  // With no room at all, a look at one tells whether anything waits for it.
  const limit = Math.max(1, Math.min(mostPeople, roomOf(round, channel)))
  const { found, people } = await takePeople(sql, { channel, now, day, limit })
  const rows = await readRows(sql, people)
  const pushes: PushChange[] = []
  const follows: FollowChange[] = []
  let written = 0
  for (const person of people) {
    const decision = decideTellings(person, judging(round, rows))
    pushes.push(...mark('skipped', decision.skipped), ...mark('failed', decision.failed))
    for (const telling of decision.tellings) {
      const changes = await tell(round, sql, telling, rows)
      pushes.push(...changes)
      if (!changes.some((change) => change.outbox_id !== undefined)) continue
      written++
      follows.push(...telling.told.flatMap(({ dossier }) => goOn(round, person, rows.get(dossier))))
    }
  }
  await settlePushes(sql, pushes, now)
  await settleFollows(sql, follows, now)
  return { found, settled: pushes.filter(({ status }) => status !== 'planned').length, written }
}

async function readRows(sql: Sql, people: readonly Person[]): Promise<Map<string, DossierRow>> {
  const ids = new Set(people.flatMap(({ pushes }) => pushes.map(({ follow }) => follow.dossier_id)))
  const { rows } = await sql.query<DossierRow>({ text: readDossiers, values: [[...ids]] })
  return new Map(rows.map((row) => [row.id, row]))
}

function judging({ parts, at, day }: Round, rows: ReadonlyMap<string, DossierRow>) {
  return {
    isDue: (push: Push) =>
      Temporal.Instant.compare(Temporal.Instant.from(push.due_at), at) <= 0 &&
      (day || (push.follow.tells === 'at_once' && push.notice === null)),
    isOver: (dossier: string) => isOver(rows.get(dossier)),
    holds({ follow }: Push, notice: string) {
      const row = rows.get(follow.dossier_id)
      const others = follow.notices.filter((given) => given !== notice)
      return row !== undefined && passNotices(row, others, at, parts.known()).latest?.key === notice
    },
  }
}

/** What became of the pushes of one message. */
async function tell(
  { parts, at, room }: Round,
  sql: Sql,
  telling: Telling,
  rows: ReadonlyMap<string, DossierRow>,
): Promise<PushChange[]> {
  const { place, told } = telling
  const { channel } = place
  const own = told.map(({ push }) => push)
  const left = room.get(channel) ?? 0
  if (left <= 0) return own.map(({ id }) => ({ id, status: 'planned', channel }))
  let reply: ReturnType<typeof composeTelling>
  try {
    reply = composeTelling(parts, telling, rows, at)
  } catch (err) {
    // A defect in what is said of one must not keep everybody behind them from being told.
    parts.log.error(
      { err, pushes: own.map(({ id }) => id) },
      'what is to be told of a dossier cannot be said',
    )
    return mark('failed', [...own, ...told.flatMap(({ merged }) => merged)])
  }
  room.set(channel, left - 1)
  let last: string | undefined
  for (const part of splitReply(reply, leastText))
    last = await writeUnasked(sql, place, sealReply(part, parts.tapKey, place.id), at.toString())
  if (last === undefined) throw new Error('A message has no parts')
  for (const { dossier } of told) {
    const code = rows.get(dossier)?.code
    if (code !== undefined)
      await parts.recordTold(sql, { at: at.toString(), code, pseudonym: place.pseudonym, channel })
  }
  // What is read is sent by being written.
  const status = pullChannels.some((name) => name === channel) ? 'sent' : 'handed'
  const outbox_id = last
  return [
    ...own.map(({ id }): PushChange => ({ id, status, channel, outbox_id, place: place.id })),
    ...mark(
      'merged',
      told.flatMap(({ merged }) => merged),
    ),
  ]
}

/** How all of the person's follows of a dossier go on: what the clock might have said by now has been said. */
function goOn({ parts, at }: Round, { follows }: Person, row: DossierRow | undefined): FollowChange[] {
  if (!row) return []
  return follows
    .filter((follow) => follow.dossier_id === row.id && !follow.ended)
    .map(({ id, notices }) => {
      const { given, next } = passNotices(row, notices, at, parts.known())
      return { id, over: isOver(row), given, notice_at: next }
    })
}

function isOver(row: DossierRow | undefined): boolean {
  return row !== undefined && overStatuses.includes(row.status)
}

function roomOf({ room }: Round, channel: ChannelName): number {
  return room.get(channel) ?? 0
}

function mark(status: 'merged' | 'skipped' | 'failed', pushes: readonly Push[]): PushChange[] {
  return pushes.map(({ id }) => ({ id, status }))
}
