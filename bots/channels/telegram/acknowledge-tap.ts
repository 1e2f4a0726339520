import type { Log } from '../../../server/log.ts'
import { asFields, asId, type Fields } from '../read-json.ts'
import type { BotClient, CallFailure } from './bot-client.ts'

export interface TapAcknowledger {
  /** Answers the tap an update holds, if any, and marks what was chosen. Returns at once, never throws. */
  acknowledge(update: unknown): void
  /** Settles when no mark of ours is on its way to this message any more. */
  settled(chat: string, message: string): Promise<void>
}

interface Button extends Fields {
  text: string
  callback_data?: unknown
}

const chosenMark = '✓ '

/** Papers to tick and choices of which several may be taken: the turn itself redraws those messages. */
const redrawnByTurn = /^(?:t:|m\d+\.)/

/** What a tap on an old message, a second tap, or a person who left in between brings: nothing to report. */
const expected =
  /query is too old|query ID is invalid|message is not modified|message to edit not found|message can't be edited|blocked by the user|deactivated|kicked/i

const callMs = 5_000

/**
 * Takes the clock off a tapped button at once, before anything is stored, and leaves the chosen answer visible.
 * The other buttons stay: an old answer may be changed later by tapping another one.
 */
export function createTapAcknowledger(client: BotClient, log: Pick<Log, 'warn'>): TapAcknowledger {
  const marking = new Map<string, Promise<void>>()

  function watch(failure: CallFailure, method: string): void {
    if (failure.kind === 'refused' && expected.test(failure.description)) return
    log.warn({ method, detail: failure.detail }, 'telegram: a tap could not be acknowledged')
  }

  async function answer(id: string): Promise<void> {
    const done = await client.call('answerCallbackQuery', { callback_query_id: id }, { timeoutMs: callMs })
    if (!done.ok) watch(done.failure, 'answerCallbackQuery')
  }

  async function mark(chat: string, message: string, keyboard: Button[][]): Promise<void> {
    const done = await client.call(
      'editMessageReplyMarkup',
      {
        chat_id: chat,
        message_id: Number(message),
        reply_markup: { inline_keyboard: keyboard as unknown as { text: string; callback_data: string }[][] },
      },
      { timeoutMs: callMs },
    )
    if (!done.ok) watch(done.failure, 'editMessageReplyMarkup')
  }

  return {
    acknowledge(update) {
      const query = asFields(asFields(update)?.callback_query)
      if (!query || typeof query.id !== 'string') return
      void answer(query.id)
      const tapped = asFields(query.message)
      const chat = asId(asFields(tapped?.chat)?.id)
      const message = asId(tapped?.message_id)
      const keyboard = markChosen(asFields(tapped?.reply_markup)?.inline_keyboard, query.data)
      if (chat === null || message === null || !keyboard) return
      const key = `${chat} ${message}`
      const done = mark(chat, message, keyboard).then(() => {
        if (marking.get(key) === done) marking.delete(key)
      })
      marking.set(key, done)
    },
    settled: async (chat, message) => marking.get(`${chat} ${message}`),
  }
}

/** @returns null when nothing is to be marked: another kind of keyboard, a forged button, the mark already there */
export function markChosen(keyboard: unknown, data: unknown): Button[][] | null {
  if (!Array.isArray(keyboard) || !keyboard.every(isRow)) return null
  const buttons = keyboard.flat()
  const chosen = buttons.find((button) => typeof data === 'string' && button.callback_data === data)
  if (!chosen || chosen.text.startsWith(chosenMark)) return null
  if (buttons.some((button) => redrawnByTurn.test(String(button.callback_data ?? '')))) return null
  return keyboard.map((row) =>
    row.map((button) => {
      const label = button.text.startsWith(chosenMark) ? button.text.slice(chosenMark.length) : button.text
      return { ...button, text: button === chosen ? `${chosenMark}${label}` : label }
    }),
  )
}

function isRow(row: unknown): row is Button[] {
  return Array.isArray(row) && row.every((button) => typeof asFields(button)?.text === 'string')
}
