import type { Choice, Reply } from '../../dialogue/reply.ts'
import type { Window } from '../channel.ts'
import { renderPlain } from '../render-plain.ts'

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

const characters = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/**
 * A reply as one message. Up to five choices are buttons; more are numbered in the text, all of them, since half of
 * a question as buttons would hide the other half.
 */
export function composeMessage(reply: Reply, window: Window): CsMessage {
  const choices = reply.choices ?? []
  const asButtons = choices.length > 0 && choices.length <= mostButtons
  const quoted = isMessageId(window.event) ? { quote_message_id: window.event } : {}
  if (!asButtons) return { text: renderNumbered(reply), ...quoted }
  const buttons = choices.map(toButton)
  return {
    // Zalo takes no buttons without a text.
    text: renderSaid(reply) || cut(buttons.map(({ title }) => title).join(' / '), longestText),
    ...quoted,
    attachment: { type: 'template', payload: { buttons } },
  }
}

/** What is said above the buttons; nothing where a question stands alone, after what did not fit beside it. */
function renderSaid({ choices: _, ...said }: Reply): string {
  const text = said.blocks.length > 0 ? renderPlain(said) : (said.progress ?? '')
  return cut(text.toWellFormed(), longestText).trim()
}

/** Hidden, so that the sealed data is shown to nobody: it comes back as the text of a message. */
function toButton({ label, ref }: Choice): Button {
  return { type: 'oa.query.hide', title: cut(label.toWellFormed().trim() || '…', longestTitle), payload: ref }
}

/** With numbers, which must not be what is cut away. */
function renderNumbered(reply: Reply): string {
  const whole = renderPlain(reply).toWellFormed()
  if (whole.length <= longestText || !reply.choices?.length) return cut(whole, longestText)
  const { choices, numberedFrom } = reply
  const asked = renderPlain({ blocks: [], choices, ...(numberedFrom === undefined ? {} : { numberedFrom }) })
    .toWellFormed()
    .replace(/^\n+/, '')
  const { choices: _, ...said } = reply
  const room = longestText - asked.length - 1
  if (room < 2) return cut(asked, longestText)
  return `${cut(renderPlain(said).toWellFormed(), room)}\n${asked}`
}

/** At a word's end where there is one, else between characters; an ellipsis says that there was more. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const head = text.slice(0, most)
  const word = head.search(/\s\S*$/)
  // Nothing but a crumb would be left before a long word.
  const at = word > most / 2 ? word : (characters.segment(text).containing(most - 1)?.index ?? 0)
  return `${text.slice(0, at).trimEnd()}…`
}

/** What was no message has an id of our own making, with a colon in it. */
function isMessageId(event: string): boolean {
  return !event.includes(':')
}
