import type { Block, Choice, Reply } from '../../dialogue/reply.ts'
import { renderPlain } from '../render-plain.ts'
import { cutText } from './cut-text.ts'
import { renderNumbered } from './render-numbered.ts'

/** What Zalo takes in a promotion, in UTF-16 units. */
const longest = { header: 100, text: 1000, button: 35 }
const mostButtons = 4
/** A last paragraph of at most this, such as how to stop, stays when what stands before it is cut. */
const longestEnd = 200

type Element =
  | { type: 'header'; content: string; align: 'left' }
  | { type: 'text'; content: string; align: 'left' }

type Button =
  | { title: string; image_icon: ''; type: 'oa.open.url'; payload: { url: string } }
  | { title: string; image_icon: ''; type: 'oa.query.hide'; payload: string }

export interface Promotion {
  attachment: {
    type: 'template'
    payload: { template_type: 'promotion'; language: 'VI' | 'EN'; elements: Element[]; buttons?: Button[] }
  }
}

/**
 * A reply as one promotion ("tin truyền thông"): its title as the header, one text, links and choices as buttons. As
 * only one such message a day goes to anybody, what is too long is cut; where it can be read in full, a link of the
 * reply says. Choices that are too many for buttons are numbered.
 */
export function composePromotion(reply: Reply): Promotion {
  const [title] = reply.blocks.filter((block) => block.kind === 'title')
  const links = reply.blocks.filter((block) => block.kind === 'link')
  const choices = reply.choices ?? []
  const openers = links.slice(-1).map(toOpener)
  const asButtons = choices.length <= mostButtons - openers.length
  const opened = links.slice(-1)
  const said: Reply = {
    ...reply,
    blocks: reply.blocks.filter((block) => block !== title && !opened.some((link) => link === block)),
    ...(asButtons ? { choices: [] } : {}),
  }
  const text = renderWithin(said, longest.text).trim()
  const header = title ? cutText(title.text.toWellFormed().trim(), longest.header) : ''
  const buttons = [...openers, ...(asButtons ? choices.map(toAnswer) : [])]
  const elements: Element[] = [
    ...(header ? [{ type: 'header' as const, content: header, align: 'left' as const }] : []),
    // Zalo takes no promotion without words.
    { type: 'text', content: text || header || '…', align: 'left' },
  ]
  return {
    attachment: {
      type: 'template',
      payload: {
        template_type: 'promotion',
        language: reply.lang === 'en' ? 'EN' : 'VI',
        elements,
        ...(buttons.length > 0 ? { buttons } : {}),
      },
    },
  }
}

function renderWithin(reply: Reply, most: number): string {
  const whole = renderNumbered(reply, Number.POSITIVE_INFINITY)
  const end = reply.blocks.at(-1)
  if (whole.length <= most || end?.kind !== 'text' || end.text.length > longestEnd)
    return renderNumbered(reply, most)
  const { choices: _, progress: __, ...said } = reply
  const ending = renderNumbered({ ...reply, blocks: [end] }, most)
  const before = renderPlain({ ...said, blocks: reply.blocks.slice(0, -1) }).toWellFormed()
  return `${cutText(before, Math.max(1, most - ending.length - 1))}\n${ending}`
}

function toOpener({ label, url }: Extract<Block, { kind: 'link' }>): Button {
  return { title: titleOf(label), image_icon: '', type: 'oa.open.url', payload: { url } }
}

function toAnswer({ label, ref }: Choice): Button {
  return { title: titleOf(label), image_icon: '', type: 'oa.query.hide', payload: ref }
}

function titleOf(label: string): string {
  return cutText(label.toWellFormed().trim() || '…', longest.button)
}
