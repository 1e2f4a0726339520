import type { Clock } from '../../../server/clock.ts'
import type { OutgoingMessage, SendResult } from '../channel.ts'
import { checkWindow } from './check-window.ts'
import { composeMessage } from './compose-message.ts'
import { postMessage, type SendDeps } from './post-message.ts'

/**
 * Delivers one message as an answer to what the person last did. What Zalo's window does not allow is not tried:
 * beyond it a message is paid for, or counts against the account.
 */
export async function sendMessage(
  deps: SendDeps & { clock: Clock },
  { chat, reply, window }: OutgoingMessage,
): Promise<SendResult> {
  const closed = checkWindow(window, deps.clock.now().epochMilliseconds)
  if (closed !== null || window === null)
    return { ok: false, error: { kind: 'window_closed', detail: closed ?? '' } }
  const json = { recipient: { user_id: chat }, message: composeMessage(reply, window) }
  return postMessage(deps, { method: 'POST', path: '/v3.0/oa/message/cs', json }, 'message_id')
}
