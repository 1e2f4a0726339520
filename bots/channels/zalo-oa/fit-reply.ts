import type { Reply } from '../../dialogue/reply.ts'
import { renderPlain } from '../render-plain.ts'
import { cutText } from './cut-text.ts'

/**
 * A reply that fits into one message of `most` UTF-16 units, where there is to be no second one: its longest text is
 * cut, so that the title, links and the last words, such as how to stop, stay.
 */
export function fitReply(reply: Reply, most: number): Reply {
  const over = renderPlain(reply).toWellFormed().length - most
  if (over <= 0) return reply
  const texts = reply.blocks.filter((block) => block.kind === 'text')
  const [longest] = texts.toSorted((a, b) => b.text.length - a.text.length)
  if (!longest || longest.text.length <= over) return reply
  const text = cutText(longest.text.toWellFormed(), longest.text.length - over)
  return { ...reply, blocks: reply.blocks.map((block) => (block === longest ? { ...block, text } : block)) }
}
