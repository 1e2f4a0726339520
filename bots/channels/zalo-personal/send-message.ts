import type { OutgoingMessage, SendError, SendResult } from '../channel.ts'
import { describeFailure, type Failure } from './describe-failure.ts'
import { callDeadline } from './gateway-fetch.ts'
import type { Guard } from './guard/create-guard.ts'
import { type Plan, type PlanDeps, planSend } from './plan-send.ts'
import type { HealthReporter } from './report-health.ts'
import type { ZaloAccount } from './zalo-client.ts'

export interface SendDeps extends PlanDeps {
  guard: Pick<Guard, 'admit' | 'accepted' | 'warned'>
  health: Pick<HealthReporter, 'sending'>
  /** Zalo knows this login no more. */
  expired(account: ZaloAccount): void
}

/** What stands before the call, and the call. */
const budgetMs = 10_000

/** Delivers one message, when the guard still lets it. Never throws. */
export async function sendMessage(deps: SendDeps, message: OutgoingMessage): Promise<SendResult> {
  const until = performance.now() + budgetMs
  const plan = await planSend(deps, message)
  if ('kind' in plan) return failed(plan)
  const leave = await deps.guard.admit(plan.sending)
  if (!leave.ok) return failed({ kind: 'rate_limited', retryAfterMs: leave.retryAfterMs, detail: leave.why })
  const account = deps.account()
  if (!account) {
    leave.giveBack()
    return failed({ kind: 'unavailable', detail: 'not connected' })
  }
  const deadline = AbortSignal.timeout(Math.max(0, Math.round(until - performance.now())))
  try {
    const externalId = await callDeadline.run(deadline, () => deliver(account, plan))
    deps.guard.accepted(plan.sending.stranger)
    deps.health.sending(null)
    return { ok: true, externalId }
  } catch (error) {
    const failure = describeFailure(error)
    deps.health.sending(failure)
    if (failure.kind === 'session') deps.expired(account)
    if (failure.kind === 'strangers' || failure.kind === 'unreachable') leave.giveBack()
    return failed(toSendError(deps, failure))
  }
}

/** A reminder or a poll goes on a group's board; anywhere else the words of the reply say it. */
async function deliver(account: ZaloAccount, { to, text, reply }: Plan): Promise<string | null> {
  const { board } = reply
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

function failed(error: SendError): SendResult {
  return { ok: false, error }
}
