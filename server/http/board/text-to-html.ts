import { escapeHtml } from '../escape-html.ts'

const address = /https?:\/\/[^\s<>"'\p{Cc}\p{Cf}]{1,500}/gu

/** What an official wrote, as HTML for a place that keeps line breaks; addresses in it can be opened. */
export function textToHtml(text: string): string {
  const plain = tidy(text)
  let html = ''
  let at = 0
  for (const { 0: found, index } of plain.matchAll(address)) {
    const url = found.replace(/[.,;:!?)\]}…”’]+$/u, '')
    if (!URL.canParse(url)) continue
    html += `${escapeHtml(plain.slice(at, index))}<a href="${escapeHtml(url)}" rel="noopener nofollow">${escapeHtml(url)}</a>`
    at = index + url.length
  }
  return html + escapeHtml(plain.slice(at))
}

/** The same without line breaks and links, at most so many characters; cut at a word, with an ellipsis. */
export function shorten(text: string, most: number): string {
  const line = tidy(text).replace(/\s+/g, ' ')
  const signs = Array.from(line)
  if (signs.length <= most) return line
  const cut = signs.slice(0, most).join('')
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), cut.length - 30)).trimEnd()}…`
}

function tidy(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim()
}
