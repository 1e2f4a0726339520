import type { Block, Choice, Reply } from '../../dialogue/reply.ts'
import { cutText } from './cut-text.ts'
import { fitReply } from './fit-reply.ts'
import { renderNumbered } from './render-numbered.ts'

/** What Zalo takes in a promotion, in UTF-16 units. */
const longest = { header: 100, text: 1000, button: 35 }
const mostButtons = 4

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
 * A reply as one promotion ("tin truyền thông"): its title as the header, one text, the last link and choices as buttons.
 * As only one such message a day goes to anybody, what is too long is cut; where it can be read in full, that link says. Choices that are too many for buttons are numbered.
 */
export function composePromotion(reply: Reply): Promotion {
  const [title] = reply.blocks.filter((block) => block.kind === 'title')
  // The last: where all of it can be read.
  const opened = reply.blocks.filter((block) => block.kind === 'link').slice(-1)
  const choices = reply.choices ?? []
  const openers = opened.map(toOpener)
  const asButtons = choices.length <= mostButtons - openers.length
  const said: Reply = {
    ...reply,
    blocks: reply.blocks.filter((block) => block !== title && !opened.some((link) => link === block)),
    ...(asButtons ? { choices: [] } : {}),
  }
  const text = renderNumbered(fitReply(said, longest.text), longest.text).trim()
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

function toOpener({ label, url }: Extract<Block, { kind: 'link' }>): Button {
  return { title: titleOf(label), image_icon: '', type: 'oa.open.url', payload: { url } }
}

function toAnswer({ label, ref }: Choice): Button {
  return { title: titleOf(label), image_icon: '', type: 'oa.query.hide', payload: ref }
}

function titleOf(label: string): string {
  return cutText(label.toWellFormed().trim() || '…', longest.button)
}
