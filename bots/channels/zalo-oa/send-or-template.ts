import type { OutgoingMessage, SendResult } from '../channel.ts'
import { noTemplate, sendTemplate, type TemplateDeps } from './send-template.ts'

/**
 * Delivers a message as an answer; where Zalo's window is closed, by the approved template that says the same. Without
 * such a template it is held until the person writes, as any other.
 * @param answer sends it as an answer
 */
export async function sendOrTemplate(
  deps: TemplateDeps,
  message: OutgoingMessage,
  answer: (message: OutgoingMessage) => Promise<SendResult>,
): Promise<SendResult> {
  const result = await answer(message)
  const { template } = message.reply
  if (result.ok || result.error.kind !== 'window_closed' || !template) return result
  const sent = await sendTemplate(deps, {
    template: template.name,
    to: { userId: message.chat },
    values: template.values,
    trackingId: message.id,
  })
  return !sent.ok && sent.error.detail === noTemplate ? result : sent
}
