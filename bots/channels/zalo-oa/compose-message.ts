import type { Choice, Reply } from '../../dialogue/reply.ts'
import type { Window } from '../channel.ts'
import { renderPlain } from '../render-plain.ts'
import { cutText } from './cut-text.ts'
import { renderNumbered } from './render-numbered.ts'

/** What Zalo takes in one message, in UTF-16 units. */
export const longestText = 2000
const longestTitle = 100
const mostButtons = 5

interface Button {
  type: 'oa.query.hide'
  title: string
  payload: string
}

export interface CsMessage {
  text: string
  quote_message_id?: string
  attachment?: { type: 'template'; payload: { buttons: Button[] } }
}

/**
 * A reply as one message. Up to five choices are buttons; more are numbered in the text, all of them, since half of
 * a question as buttons would hide the other half.
 */
export function composeMessage(reply: Reply, window: Window): CsMessage {
  const choices = reply.choices ?? []
  const asButtons = choices.length > 0 && choices.length <= mostButtons
  const quoted = isMessageId(window.event) ? { quote_message_id: window.event } : {}
  if (!asButtons) return { text: renderNumbered(reply, longestText), ...quoted }
  const buttons = choices.map(toButton)
  return {
    // Zalo takes no buttons without a text.
    text: renderSaid(reply) || cutText(buttons.map(({ title }) => title).join(' / '), longestText),
    ...quoted,
    attachment: { type: 'template', payload: { buttons } },
  }
}

/** What is said above the buttons; nothing where a question stands alone, after what did not fit beside it. */
function renderSaid({ choices: _, ...said }: Reply): string {
  const text = said.blocks.length > 0 ? renderPlain(said) : (said.progress ?? '')
  return cutText(text.toWellFormed(), longestText).trim()
}

/** Hidden, so that the sealed data is shown to nobody: it comes back as the text of a message. */
function toButton({ label, ref }: Choice): Button {
  return {
    type: 'oa.query.hide',
    title: cutText(label.toWellFormed().trim() || '…', longestTitle),
    payload: ref,
  }
}

/** What was no message has an id of our own making, with a colon in it. */
function isMessageId(event: string): boolean {
  return !event.includes(':')
}
