import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { enqueueMessage } from '../../bots/outbox/enqueue-message.ts'
import { AppError } from '../errors.ts'
import type { OpenDatabase } from '../open-database.ts'
import type { CommandContext } from './command-context.ts'

/** How long the command waits to see its message go; a server that does not run sends it when it does. */
const patienceMs = 15_000

/** What a board shows whole, in UTF-16 units: ours, since Zalo names no limits and cuts or refuses beyond its own. */
const longest = { text: 500, question: 250, option: 100 }
const mostOptions = 20

/** `zalo remind`: a reminder on a group's board. */
export async function remindGroup(
  context: CommandContext,
  group: string,
  { at, text }: { at: string; text: string },
): Promise<void> {
  const due = readTime(at)
  if (Temporal.Instant.compare(due, context.clock.now()) <= 0)
    throw new AppError('bad_usage', '--at is over already')
  const title = readWords('--text', text, longest.text)
  const shown = due
    .toZonedDateTimeISO('Asia/Ho_Chi_Minh')
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
  await post(context, group, {
    blocks: [{ kind: 'text', text: `${title} (${shown.replace('T', ' ')})` }],
    board: { kind: 'reminder', title, at: due.toString() },
  })
}

/** `zalo poll`: a poll on a group's board. */
export async function pollGroup(
  context: CommandContext,
  group: string,
  { question, option }: { question: string; option: string[] },
): Promise<void> {
  const asked = readWords('--question', question, longest.question)
  const options = option.map((one) => readWords('--option', one, longest.option))
  if (options.length < 2 || options.length > mostOptions)
    throw new AppError('bad_usage', `a poll needs --option twice or more, ${mostOptions} times at most`)
  await post(context, group, {
    blocks: [
      { kind: 'text', text: asked },
      { kind: 'list', items: options },
    ],
    board: { kind: 'poll', question: asked, options },
  })
}

async function post(
  { clock, print, withDatabase }: CommandContext,
  group: string,
  reply: Reply,
): Promise<void> {
  const chat = group.replace(/^zalo_personal:/, '').replace(/^(?=\d)/, 'g')
  const outcome = await withDatabase(async (open) => {
    const message = await enqueue(open, chat, reply, clock.now().toString())
    return { ...message, ...(await awaitOutcome(open, message)) }
  })
  const { id, state, reason } = outcome
  if (state === 'failed')
    throw new AppError('unavailable', `Zalo did not take it (${reason}): channels shows how the account is`)
  const said =
    state === 'sent' ? `it stands on the board of ${group}` : `it waits for the server to send it to ${group}`
  print({ id, state }, said)
}

async function enqueue({ db }: OpenDatabase, chat: string, reply: Reply, now: string) {
  return db.transaction().execute(async (trx) => {
    const conversation = await trx
      .selectFrom('conversation')
      .select('id')
      .where('channel', '=', 'zalo_personal')
      .where('chat', '=', chat)
      .where('is_group', '=', true)
      .orderBy('active_at', 'desc')
      // As a turn locks it, so that messages are committed in the order of their ids.
      .modifyEnd(sql`for no key update`)
      .executeTakeFirst()
    const id = conversation && (await enqueueMessage(trx, { conversationId: conversation.id, reply, now }))
    if (!conversation || !id)
      throw new AppError(
        'not_found',
        `no group chat ${chat} is known: mention the assistant there first, "groups chats" lists them`,
      )
    return { conversation: conversation.id, id }
  })
}

async function awaitOutcome({ db }: OpenDatabase, message: { conversation: string; id: string }) {
  const until = performance.now() + patienceMs
  for (;;) {
    const row = await db
      .selectFrom('outbox')
      .select(['status', 'failure'])
      .where('conversation_id', '=', message.conversation)
      .where('id', '=', message.id)
      .executeTakeFirst()
    if (row?.status === 'sent') return { state: 'sent', reason: null }
    if (row?.status === 'failed') return { state: 'failed', reason: row.failure }
    if (performance.now() > until) return { state: 'pending', reason: null }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function readWords(option: string, text: string, most: number): string {
  const words = text.trim()
  if (words === '') throw new AppError('bad_usage', `${option} must not be empty`)
  if (words.length > most)
    throw new AppError(
      'bad_usage',
      `${option} may be ${most} characters at most, and this is ${words.length}`,
    )
  return words
}

function readTime(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw new AppError('bad_usage', '--at must be a time with its offset, such as 2026-12-01T19:30:00+07:00')
  }
}
