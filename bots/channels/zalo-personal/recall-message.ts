import type { SendResult } from '../channel.ts'
import { describeFailure } from './describe-failure.ts'
import { callDeadline } from './gateway-fetch.ts'
import { readChat } from './read-chat.ts'
import { type FailureDeps, toSendError } from './to-send-error.ts'
import type { ZaloAccount } from './zalo-client.ts'

const budgetMs = 10_000

/**
 * Takes a message back that was sent in bulk: such a one is known by Zalo's id and by ours, with a slash between them.
 * Never throws.
 */
export async function recallMessage(
  deps: FailureDeps & { account(): ZaloAccount | null },
  chat: string,
  externalId: string,
): Promise<SendResult> {
  const to = readChat(chat)
  const [id = '', clientId] = externalId.split('/')
  if (!to || !clientId)
    return { ok: false, error: { kind: 'permanent', detail: 'not known well enough to take it back' } }
  const account = deps.account()
  if (!account) return { ok: false, error: { kind: 'unavailable', detail: 'not connected' } }
  try {
    await callDeadline.run(AbortSignal.timeout(budgetMs), () => account.undo(to, id, clientId))
    return { ok: true, externalId: null }
  } catch (error) {
    const failure = describeFailure(error)
    if (failure.kind === 'session') deps.expired(account)
    return { ok: false, error: toSendError(deps, failure) }
  }
}
