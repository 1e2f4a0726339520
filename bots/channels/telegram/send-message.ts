import type { OutgoingMessage, SendResult } from '../channel.ts'
import type { HandOver } from '../hand-over.ts'
import { asFields, asId } from '../read-json.ts'
import type { BotClient, CallResult } from './bot-client.ts'
import { isRefused } from './is-refused.ts'
import { renderHtml, renderKeyboard, renderMarkup, renderPlain } from './render-html.ts'
import type { HealthReporter } from './report-health.ts'
import { sendFile } from './send-file.ts'
import { toSendError } from './to-send-error.ts'

export interface SendDeps {
  client: BotClient
  health: Pick<HealthReporter, 'sending'>
  handOver: HandOver
  /** Settles when nothing else of ours is about to change this message. */
  settled(chat: string, message: string): Promise<void>
}

/** All calls of one send together. */
const budgetMs = 10_000

/**
 * Delivers one message, by changing an earlier one where that is asked for and still possible. A text that the
 * server can't read as HTML, which would be a defect of ours, goes out once more as plain text. A file that is gone is
 * left out.
 */
export async function sendMessage(deps: SendDeps, message: OutgoingMessage): Promise<SendResult> {
  const until = performance.now() + budgetMs
  const left = () => until - performance.now()
  const [file] = message.reply.files ?? []
  if (!file) return settle(deps, await sendText(deps, message, left))
  const handed = await sendFile(deps, message, file, left)
  if (handed.kind === 'sent') return settle(deps, handed.result)
  if (handed.kind === 'unavailable') return { ok: false, error: handed }
  if (renderPlain(message.reply) === '') return { ok: true, externalId: null }
  return settle(deps, await sendText(deps, message, left))
}

function settle(deps: SendDeps, answer: CallResult): SendResult {
  deps.health.sending(answer.ok ? null : answer.failure)
  if (!answer.ok) return { ok: false, error: toSendError(answer.failure) }
  return { ok: true, externalId: asId(asFields(answer.result)?.message_id) }
}

async function sendText(deps: SendDeps, message: OutgoingMessage, left: () => number): Promise<CallResult> {
  if (!message.replaces) return send(deps, message, left)
  return (await edit(deps, message, message.replaces, left)) ?? (await send(deps, message, left))
}

async function send({ client }: SendDeps, message: OutgoingMessage, left: () => number): Promise<CallResult> {
  const markup = renderMarkup(message.reply)
  const sent = (asHtml: boolean) =>
    client.call(
      'sendMessage',
      { ...content(message, asHtml), ...(markup ? { reply_markup: markup } : {}) },
      { timeoutMs: left() },
    )
  const html = await sent(true)
  return isRefused(html, /can't parse entities/i) ? sent(false) : html
}

/** @returns null when the earlier message can't be changed, and a new one is due */
async function edit(
  { client, settled }: SendDeps,
  message: OutgoingMessage,
  replaces: string,
  left: () => number,
): Promise<CallResult | null> {
  await settled(message.chat, replaces)
  const target = { message_id: Number(replaces) }
  const keyboard = renderKeyboard(message.reply.choices)
  const answer = await client.call(
    'editMessageText',
    { ...content(message, true), ...target, ...(keyboard ? { reply_markup: keyboard } : {}) },
    { timeoutMs: left() },
  )
  if (isRefused(answer, /message is not modified/i)) return { ok: true, result: target }
  if (isRefused(answer, /chat not found|deactivated/i)) return answer
  return isRefused(answer, /./) ? null : answer
}

function content({ chat, reply }: OutgoingMessage, asHtml: boolean) {
  return {
    chat_id: chat,
    text: asHtml ? renderHtml(reply) : renderPlain(reply),
    ...(asHtml ? { parse_mode: 'HTML' as const } : {}),
    link_preview_options: { is_disabled: true },
  }
}
