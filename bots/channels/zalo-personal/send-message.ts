import type { FileStore, OutgoingMessage, SendError, SendResult } from '../channel.ts'
import type { Echoes } from './create-echoes.ts'
import { describeFailure } from './describe-failure.ts'
import { callDeadline } from './gateway-fetch.ts'
import type { Guard } from './guard/create-guard.ts'
import { loadFile } from './load-file.ts'
import { type Plan, type PlanDeps, planSend } from './plan-send.ts'
import type { HealthReporter } from './report-health.ts'
import { type FailureDeps, toSendError } from './to-send-error.ts'
import type { OutgoingFile, ZaloAccount } from './zalo-client.ts'

export interface SendDeps extends PlanDeps, FailureDeps {
  guard: Pick<Guard, 'admit' | 'accepted' | 'warned'>
  health: Pick<HealthReporter, 'sending'>
  files: FileStore
  echoes: Pick<Echoes, 'clientIdOf'>
}

/** What stands before the call, and the call. */
const budgetMs = 10_000
/** How long the echo of a message is waited for, without which it cannot be taken back. */
const echoMs = 1_000

/** Delivers one message, when the guard still lets it; a file that is gone is left out. Never throws. */
export async function sendMessage(deps: SendDeps, message: OutgoingMessage): Promise<SendResult> {
  const until = performance.now() + budgetMs
  const plan = await planSend(deps, message)
  if ('kind' in plan) return failed(plan)
  const file = await readFile(deps, message)
  if (file === undefined) return failed({ kind: 'unavailable', detail: 'the file could not be read' })
  if (file === null && plan.text === '' && !plan.reply.board) return { ok: true, externalId: null }
  const leave = await deps.guard.admit(plan.sending)
  if (!leave.ok) return failed({ kind: 'rate_limited', retryAfterMs: leave.retryAfterMs, detail: leave.why })
  const account = deps.account()
  if (!account) {
    leave.giveBack()
    return failed({ kind: 'unavailable', detail: 'not connected' })
  }
  const deadline = AbortSignal.timeout(Math.max(0, Math.round(until - performance.now())))
  try {
    const sent = await callDeadline.run(deadline, () => endedBy(deadline, deliver(account, plan, file)))
    deps.guard.accepted(plan.sending.stranger)
    deps.health.sending(null)
    return { ok: true, externalId: message.bulk && sent ? await withClientId(deps, sent) : sent }
  } catch (error) {
    const failure = describeFailure(error)
    deps.health.sending(failure)
    if (failure.kind === 'session') deps.expired(account)
    if (failure.kind === 'strangers' || failure.kind === 'unreachable') leave.giveBack()
    return failed(toSendError(deps, failure))
  }
}

/** A reminder or a poll goes on a group's board; anywhere else the words of the reply say it. */
async function deliver(
  account: ZaloAccount,
  { to, text, reply }: Plan,
  file: OutgoingFile | null,
): Promise<string | null> {
  const { board } = reply
  if (file && text === '') return account.sendFile(to, file)
  if (!board || !to.group) return account.sendText(to, text)
  if (board.kind === 'poll') await account.createPoll(to.id, board.question, board.options)
  else await account.createReminder(to.id, board.title, Date.parse(board.at))
  return null
}

/** @returns null when there is none, or none any more; undefined when that cannot be had now */
async function readFile(
  { files }: SendDeps,
  { reply }: OutgoingMessage,
): Promise<OutgoingFile | null | undefined> {
  const [file] = reply.files ?? []
  return file ? loadFile(files, file).catch(() => undefined) : null
}

/** A call that the library makes only once the socket tells it something may be waited for in vain. */
function endedBy<T>(deadline: AbortSignal, call: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const end = () => reject(deadline.reason)
  deadline.addEventListener('abort', end, { once: true })
  return Promise.race([call, promise]).finally(() => deadline.removeEventListener('abort', end))
}

async function withClientId({ echoes }: SendDeps, id: string): Promise<string> {
  const clientId = await echoes.clientIdOf(id, echoMs)
  return clientId === null ? id : `${id}/${clientId}`
}

function failed(error: SendError): SendResult {
  return { ok: false, error }
}
