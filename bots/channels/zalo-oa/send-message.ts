import type { Clock } from '../../../server/clock.ts'
import type { OutgoingMessage, SendResult } from '../channel.ts'
import { checkWindow } from './check-window.ts'
import { composeMessage } from './compose-message.ts'
import { postMessage } from './post-message.ts'
import { type FileDeps, sendFile } from './send-file.ts'

/**
 * Delivers one message as an answer to what the person last did. What Zalo's window does not allow is not tried:
 * beyond it a message is paid for, or counts against the account. A file that is gone is left out.
 */
export async function sendMessage(
  deps: FileDeps & { clock: Clock },
  outgoing: OutgoingMessage,
): Promise<SendResult> {
  const { chat, reply, window, bulk } = outgoing
  const closed = checkWindow(window, deps.clock.now().epochMilliseconds)
  if (closed !== null || window === null)
    return { ok: false, error: { kind: 'window_closed', detail: closed ?? '' } }
  const [file] = reply.files ?? []
  const isSilent = reply.blocks.length === 0 && !reply.choices?.length
  if (file && isSilent) {
    const handed = await sendFile(deps, outgoing, file)
    if (handed.kind === 'sent') return handed.result
    return handed.kind === 'gone' ? { ok: true, externalId: null } : { ok: false, error: handed }
  }
  const send = (message: object) =>
    postMessage(
      deps,
      {
        method: 'POST',
        path: '/v3.0/oa/message/cs',
        json: { recipient: { user_id: chat }, message },
      },
      'message_id',
    )
  const { quote_message_id: quoted, ...message } = composeMessage(reply, window)
  // It answers nothing, so it quotes nothing.
  if (quoted === undefined || bulk) return send(message)
  const result = await send({ ...message, quote_message_id: quoted })
  // What the person wrote may be gone by now; the answer to it is still due.
  return isRefusedQuote(result) ? send(message) : result
}

/** -201: a parameter is not valid. Without the quote it goes out, or is refused for good. */
function isRefusedQuote(result: SendResult): boolean {
  return !result.ok && result.error.kind === 'permanent' && /^-201\b/.test(result.error.detail)
}
