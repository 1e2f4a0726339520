import type { Block, Choice, Reply } from '../../dialogue/reply.ts'
import { stepMarks } from '../step-marks.ts'

/** How the parts of a text are marked; every string comes in as plain text. */
interface Markup {
  text(text: string): string
  bold(text: string): string
  italic(text: string): string
  link(label: string, url: string): string
}

const html: Markup = {
  text: escapeHtml,
  bold: (text) => wrap('b', text),
  italic: (text) => wrap('i', text),
  link(label, url) {
    const target = webAddress(url)
    return target
      ? `<a href="${escapeHtml(target).replaceAll('"', '&quot;')}">${escapeHtml(label)}</a>`
      : escapeHtml(`${label}: ${url}`)
  },
}

const plain: Markup = {
  text: (text) => text.toWellFormed(),
  bold: (text) => text.toWellFormed(),
  italic: (text) => text.toWellFormed(),
  link: (label, url) => `${label}: ${url}`.toWellFormed(),
}

/** A reply as Telegram's HTML. Whatever the texts hold, they are shown as they stand. */
export function renderHtml(reply: Reply): string {
  return render(reply, html)
}

/** The same without any markup, for when the server can't read ours. */
export function renderPlain(reply: Reply): string {
  return render(reply, plain)
}

/** One button a row: labels are sentences, and half a row cuts them on a cheap phone. */
export function renderKeyboard(choices: readonly Choice[] | undefined) {
  if (!choices || choices.length === 0) return undefined
  return {
    inline_keyboard: choices.map(({ label, ref }) => [{ text: label.toWellFormed(), callback_data: ref }]),
  }
}

/**
 * The keyboard of a new message. A phone number is shared by a button of the keyboard below the chat and none of the
 * message's own, and a message has one of the two: so the choices stand there too, all in one place, and what is
 * pressed comes as its label typed.
 */
export function renderMarkup({ choices, asksPhone, dropsPhoneButton }: Reply) {
  if (asksPhone) {
    const rows = (choices ?? []).map(({ label }) => [{ text: label.toWellFormed() }])
    return {
      keyboard: [[{ text: asksPhone.toWellFormed(), request_contact: true }], ...rows],
      resize_keyboard: true,
      one_time_keyboard: true,
    }
  }
  const buttons = renderKeyboard(choices)
  return buttons ?? (dropsPhoneButton ? { remove_keyboard: true as const } : undefined)
}

function render(reply: Reply, markup: Markup): string {
  const blocks = reply.blocks.map((block) => renderBlock(block, markup))
  if (reply.progress) {
    const progress = markup.italic(reply.progress)
    // The question is the last thing said; where one stands is read right before it.
    const question = reply.blocks.findLastIndex((block) => block.kind === 'text')
    if (question < 0) blocks.push(progress)
    else blocks[question] = `${progress}\n${blocks[question]}`
  }
  return blocks.filter((block) => block !== '').join('\n\n')
}

function renderBlock(block: Block, markup: Markup): string {
  switch (block.kind) {
    case 'text':
      return markup.text(block.text)
    case 'title':
      return markup.bold(block.text)
    case 'list':
      return block.items
        .map((item, index) => `${block.ordered ? `${index + 1}.` : '•'} ${markup.text(item)}`)
        .join('\n')
    case 'checklist':
      return block.items
        .map(({ text, note, done }) => {
          const line = `${done ? '☑' : '☐'} ${markup.text(text)}`
          return note ? `${line}\n     ${markup.italic(note)}` : line
        })
        .join('\n')
    case 'steps':
      return block.items
        .map(({ label, state }) =>
          state === 'now' || state === 'waiting'
            ? markup.bold(`${stepMarks[state]} ${label}`)
            : `${stepMarks[state]} ${markup.text(label)}`,
        )
        .join('\n')
    case 'facts':
      return block.items
        .map(({ label, value }) => `${markup.bold(`${label}:`)} ${markup.text(value)}`)
        .join('\n')
    case 'link':
      return markup.link(block.label, block.url)
  }
}

function wrap(tag: string, text: string): string {
  return text === '' ? '' : `<${tag}>${escapeHtml(text)}</${tag}>`
}

/** Half a surrogate pair isn't UTF-8, and the server refuses the whole message for it. */
function escapeHtml(text: string): string {
  return text.toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** However it was written: a parsed address has four numbers. */
const loopback = /^127(\.\d+){3}$/

/** Telegram drops a link it doesn't take for one (a host without a dot) and shows only its label. */
function webAddress(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, hostname, href } = new URL(url)
  return /^https?:$/.test(protocol) && hostname.includes('.') && !loopback.test(hostname) ? href : null
}
