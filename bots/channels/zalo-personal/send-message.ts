import type { Reply } from '../../dialogue/reply.ts'
import type { OutgoingMessage, SendError, SendResult } from '../channel.ts'
import { renderPlain } from '../render-plain.ts'
import { describeFailure, type Failure } from './describe-failure.ts'
import type { Friends } from './friends.ts'
import { callDeadline } from './gateway-fetch.ts'
import type { Guard } from './guard/create-guard.ts'
import type { HealthReporter } from './report-health.ts'
import type { Thread, ZaloAccount } from './zalo-client.ts'

export interface SendDeps {
  /** The login that stands; null while there is none. */
  account(): ZaloAccount | null
  friends: Pick<Friends, 'has'>
  guard: Pick<Guard, 'admit' | 'accepted' | 'warned'>
  health: Pick<HealthReporter, 'sending'>
  /** Zalo knows this login no more. */
  expired(account: ZaloAccount): void
}

/** The pause and the call together. */
const budgetMs = 10_000

/** Delivers one message, when the guard lets it. Never throws. */
export async function sendMessage(deps: SendDeps, message: OutgoingMessage): Promise<SendResult> {
  const until = performance.now() + budgetMs
  const to = readChat(message.chat)
  if (!to) return failed({ kind: 'permanent', detail: 'no chat of Zalo' })
  if (!deps.account()) return failed({ kind: 'unavailable', detail: 'not connected' })
  const text = renderPlain(message.reply)
  const friend = !to.group && deps.friends.has(to.id)
  const admission = await deps.guard.admit({
    uid: to.group ? null : to.id,
    friend,
    askedAt: message.window?.at ?? null,
    length: text.length,
  })
  if (!admission.ok)
    return failed({ kind: 'rate_limited', retryAfterMs: admission.retryAfterMs, detail: admission.why })
  // It may have gone while the pause was made.
  const account = deps.account()
  if (!account) return failed({ kind: 'unavailable', detail: 'not connected' })
  const deadline = AbortSignal.timeout(Math.max(0, Math.round(until - performance.now())))
  try {
    const externalId = await callDeadline.run(deadline, () => deliver(account, to, message.reply, text))
    deps.guard.accepted(!to.group && !friend)
    deps.health.sending(null)
    return { ok: true, externalId }
  } catch (error) {
    const failure = describeFailure(error)
    deps.health.sending(failure)
    if (failure.kind === 'session') deps.expired(account)
    return failed(toSendError(deps, failure))
  }
}

/** A reminder or a poll goes on a group's board; anywhere else the words of the reply say it. */
async function deliver(
  account: ZaloAccount,
  to: Thread,
  { board }: Reply,
  text: string,
): Promise<string | null> {
  if (!board || !to.group) return account.sendText(to, text)
  if (board.kind === 'poll') await account.createPoll(to.id, board.question, board.options)
  else await account.createReminder(to.id, board.title, Date.parse(board.at))
  return null
}

function toSendError(deps: SendDeps, { kind, detail }: Failure): SendError {
  switch (kind) {
    case 'too_many':
    case 'strangers':
    case 'banned':
      return { kind: 'rate_limited', retryAfterMs: deps.guard.warned(kind), detail }
    case 'blocked':
      return { kind: 'recipient_blocked', detail }
    case 'refused':
      return { kind: 'permanent', detail }
    case 'session':
    case 'server':
    case 'unreachable':
      return { kind: 'unavailable', detail }
    case 'lost':
      return { kind: 'unknown_outcome', detail }
  }
}

function readChat(chat: string): Thread | null {
  const [, group, id] = /^(g?)(\d{1,40})$/.exec(chat) ?? []
  return id === undefined ? null : { id, group: group === 'g' }
}

function failed(error: SendError): SendResult {
  return { ok: false, error }
}
