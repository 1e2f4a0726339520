import type { Reply } from '../../dialogue/reply.ts'
import { renderPlain } from '../render-plain.ts'
import { cutText } from './cut-text.ts'

/** A reply as a text of at most `most` UTF-16 units, choices with numbers, which must not be what is cut away. */
export function renderNumbered(reply: Reply, most: number): string {
  const whole = renderPlain(reply).toWellFormed()
  if (whole.length <= most || !reply.choices?.length) return cutText(whole, most)
  const { choices, numberedFrom } = reply
  const asked = renderPlain({ blocks: [], choices, ...(numberedFrom === undefined ? {} : { numberedFrom }) })
    .toWellFormed()
    .replace(/^\n+/, '')
  const { choices: _, ...said } = reply
  const room = most - asked.length - 1
  if (room < 2) return cutText(asked, most)
  return `${cutText(renderPlain(said).toWellFormed(), room)}\n${asked}`
}
