export interface Entity {
  type: string
  offset: number
  length: number
  url?: string
}

export type ParsedHtml = { ok: true; text: string; entities: Entity[] } | { ok: false; error: string }

const types = new Map([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['u', 'underline'],
  ['ins', 'underline'],
  ['s', 'strikethrough'],
  ['strike', 'strikethrough'],
  ['del', 'strikethrough'],
  ['tg-spoiler', 'spoiler'],
  ['a', 'text_link'],
  ['code', 'code'],
  ['pre', 'pre'],
  ['blockquote', 'blockquote'],
])

const named = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
])

const attribute = /\s+([A-Za-z-]+)(?:=(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9._-]+)))?/y

/**
 * Telegram's HTML parse mode, as strict as the real one: a tag it doesn't know, one left open or one closed in
 * the wrong order refuses the message. Offsets and lengths count UTF-16 units.
 */
export function parseHtml(html: string): ParsedHtml {
  if (!html.includes('<') && !html.includes('&')) return { ok: true, text: html, entities: [] }
  const open: { tag: string; offset: number; url?: string }[] = []
  const entities: Entity[] = []
  let text = ''
  let at = 0
  while (at < html.length) {
    const next = nextSpecial(html, at)
    text += html.slice(at, next)
    at = next
    if (html[at] === '&') {
      const decoded = decodeEntity(html, at)
      text += decoded.text
      at = decoded.end
    } else if (html[at] === '<' && html[at + 1] === '/') {
      const end = html.indexOf('>', at)
      const tag = html.slice(at + 2, end < 0 ? undefined : end).toLowerCase()
      const last = open.pop()
      if (!last) return fail(`Unexpected end tag at byte offset ${bytes(html, at)}`)
      if (end < 0 || (tag !== '' && tag !== last.tag)) {
        return fail(
          `Unmatched end tag at byte offset ${bytes(html, at)}, expected "</${last.tag}>", found "</${tag}>"`,
        )
      }
      const type = types.get(last.tag)
      if (type && text.length > last.offset) {
        const { offset, url } = last
        entities.push({ type, offset, length: text.length - offset, ...(url ? { url } : {}) })
      }
      at = end + 1
    } else if (html[at] === '<') {
      const start = readStartTag(html, at)
      if ('error' in start) return fail(start.error)
      open.push({ tag: start.tag, offset: text.length, ...(start.url ? { url: start.url } : {}) })
      at = start.end
    }
  }
  const left = open.at(-1)
  if (left) return fail(`Can't find end tag corresponding to start tag "${left.tag}"`)
  return { ok: true, text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

function readStartTag(
  html: string,
  at: number,
): { tag: string; url?: string; end: number } | { error: string } {
  let end = at + 1
  while (end < html.length && !/[\s>]/.test(html.charAt(end))) end += 1
  if (end >= html.length) return { error: `Unclosed start tag at byte offset ${bytes(html, at)}` }
  const tag = html.slice(at + 1, end).toLowerCase()
  if (!types.has(tag)) return { error: `Unsupported start tag "${tag}" at byte offset ${bytes(html, at)}` }
  let url: string | undefined
  attribute.lastIndex = end
  for (let found = attribute.exec(html); found; found = attribute.exec(html)) {
    end = attribute.lastIndex
    const value = found[2] ?? found[3] ?? found[4] ?? ''
    if (found[1]?.toLowerCase() === 'href')
      url = value.replace(/&(?:lt|gt|amp|quot|#\w+);/g, (e) => decodeEntity(e, 0).text)
  }
  while (/\s/.test(html.charAt(end))) end += 1
  if (html[end] !== '>') return { error: `Unclosed start tag at byte offset ${bytes(html, at)}` }
  return { tag, ...(url === undefined ? {} : { url }), end: end + 1 }
}

/** What isn't an entity stays as it was typed. */
function decodeEntity(html: string, at: number): { text: string; end: number } {
  const found = /^&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]+));?/.exec(html.slice(at, at + 12))
  const code = found?.[1] ? Number(found[1]) : found?.[2] ? Number.parseInt(found[2], 16) : 0
  const text = found?.[3]
    ? named.get(found[3])
    : code > 0 && code <= 0x10ffff
      ? String.fromCodePoint(code)
      : undefined
  if (!found || text === undefined) return { text: '&', end: at + 1 }
  return { text, end: at + found[0].length }
}

function nextSpecial(html: string, from: number): number {
  for (let at = from; at < html.length; at += 1) {
    const code = html.charCodeAt(at)
    if (code === 60 || code === 38) return at
  }
  return html.length
}

function bytes(html: string, at: number): number {
  return Buffer.byteLength(html.slice(0, at))
}

function fail(why: string): ParsedHtml {
  return { ok: false, error: `can't parse entities: ${why}` }
}
