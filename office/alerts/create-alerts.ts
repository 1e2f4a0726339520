import { type Kysely, sql, type Transaction } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { AlertKey, Alerts } from '../../bots/channels/alerts.ts'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { State } from '../../bots/dialogue/state.ts'
import type { Clock } from '../../server/clock.ts'
import type { Database } from '../../server/database/schema.ts'
import type { Log } from '../../server/log.ts'

type Values = Record<string, string | number>

export interface AlertParts {
  db: Kysely<Database>
  clock: Clock
  log: Pick<Log, 'warn' | 'error'>
  text(key: string, lang: State['lang'], values: Values): string
  /** Puts a message that nobody asked for into the outbox, within the transaction; null when it wrote none. */
  enqueue(
    trx: Transaction<Database>,
    message: { conversationId: string; reply: Reply; now: string },
  ): Promise<string | null>
}

/** One that nobody could be told is tried again when it is raised again, no more often than this. */
const againMs = 60_000
/** Of what happens and is no state, nobody can tell that it is over: after a day it is said again. */
const passing: ReadonlySet<AlertKey> = new Set(['dossiers.guessed'])
const dayMs = 86_400_000

/**
 * Tells every operator who has linked a chat, on other channels than the one in trouble; one alert once, however many
 * processes raise it. It is on record before anybody is told, and both in one transaction.
 */
export function createAlerts(parts: AlertParts): Alerts & { idle(): Promise<void> } {
  const { db, clock, log } = parts
  /** What is known to be raised, by when it may be tried again, ms of the epoch; saves a query a failure. */
  const known = new Map<AlertKey, number>()
  let last: Promise<void> = Promise.resolve()

  /** In order, so that what is cleared and raised again ends up raised. */
  function queue(what: AlertKey, work: () => Promise<void>): void {
    last = last.then(work).catch((err) => {
      known.delete(what)
      log.error({ err, alert: what }, 'an alert could not be kept')
    })
  }

  return {
    raise(key, values = {}) {
      const at = clock.now().epochMilliseconds
      if ((known.get(key) ?? 0) > at) return
      known.set(key, at + againMs)
      queue(key, async () => {
        const again = await raise(parts, key, values)
        if (again !== undefined) known.set(key, again)
      })
    },
    clear(key) {
      if (known.get(key) === 0) return
      known.set(key, 0)
      queue(key, async () => {
        await db.deleteFrom('alert').where('key', '=', key).execute()
      })
    },
    idle: () => last,
  }
}

/** @returns once somebody has been told, now or before: when it may be said again, ms of the epoch */
async function raise(
  { db, clock, log, text, enqueue }: AlertParts,
  key: AlertKey,
  values: Values,
): Promise<number | undefined> {
  const at = clock.now()
  const now = at.toString()
  const over = passing.has(key) ? at.subtract({ milliseconds: dayMs }).toString() : '-infinity'
  return db.transaction().execute(async (trx) => {
    const added = await trx
      .insertInto('alert')
      .values({ key, raised_at: now, told_at: null })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet({ raised_at: now, told_at: null })
          .where('alert.raised_at', '<=', over),
      )
      .returning('key')
      .executeTakeFirst()
    if (added) log.error({ alert: key, says: text(`alert.${key}`, 'en', values) }, 'an operator is needed')
    const open = await trx
      .selectFrom('alert')
      .select(['raised_at', 'told_at'])
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirst()
    // Cleared at this moment.
    if (!open) return at.epochMilliseconds
    const again = passing.has(key)
      ? Temporal.Instant.from(open.raised_at).epochMilliseconds + dayMs
      : Number.POSITIVE_INFINITY
    if (open.told_at !== null) return again
    const operators = await trx
      .selectFrom('official_chat')
      .innerJoin('official', 'official.id', 'official_chat.official_id')
      .innerJoin('conversation', 'conversation.id', 'official_chat.conversation_id')
      .select(['conversation.id', 'conversation.state'])
      .where('role', '=', 'operator')
      .where('left_at', 'is', null)
      .where('channel', 'is distinct from', channelOf(key))
      .orderBy('conversation.id')
      // As a turn locks it, so that its messages are committed in the order of their ids.
      .modifyEnd(sql`for no key update of conversation`)
      .execute()
    let told = false
    for (const { id, state } of operators) {
      const said = text(`alert.${key}`, state?.lang ?? 'vi', values)
      const reply: Reply = { blocks: [{ kind: 'text', text: said }] }
      if ((await enqueue(trx, { conversationId: id, reply, now })) !== null) told = true
    }
    if (told) await trx.updateTable('alert').set({ told_at: now }).where('key', '=', key).execute()
    else if (added)
      log.warn(
        { alert: key },
        'no operator has linked a chat on another channel: officials add --role operator gives a code to type there',
      )
    return told ? again : undefined
  })
}

/** The channel that is in trouble; null when it is none, which every channel is distinct from. */
function channelOf(key: AlertKey): ChannelName | null {
  return (['zalo_oa', 'zalo_personal'] as const).find((name) => key.startsWith(`${name}.`)) ?? null
}
