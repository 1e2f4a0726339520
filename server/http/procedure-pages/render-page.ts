import type { Lang } from '../../../bots/dialogue/event.ts'
import { escapeHtml } from '../escape-html.ts'
import { renderDocument } from '../render-document.ts'
import { addressOf } from './read-view.ts'
import { pageTexts } from './texts.ts'

export interface PageParts {
  lang: Lang
  title: string
  /** Where the page is, without the language: a path and its query. */
  path: string
  query?: Record<string, string | undefined>
  /** The beginning of the server's addresses, without a slash at its end. */
  base: string
  /** Kept out of search engines: what somebody looked for, and what isn't there. */
  hidden?: true
  /** Paths of the built style sheet and script; null before the web app is built. */
  style: string | null
  script?: string | null
  /** Further lines of the head, as HTML. */
  head?: readonly string[]
  /** HTML. */
  main: string
}

/** The frame that the pages of procedures and the boards share: head, name, the other language. */
export function renderPage({
  lang,
  title,
  path,
  query,
  base,
  hidden,
  style,
  script,
  head: more = [],
  main,
}: PageParts): string {
  const texts = pageTexts[lang]
  const other: Lang = lang === 'vi' ? 'en' : 'vi'
  const address = (to: Lang) => escapeHtml(`${base}${addressOf(path, to, query)}`)
  const known = hidden
    ? '<meta name="robots" content="noindex">'
    : `<link rel="canonical" href="${address(lang)}">
<link rel="alternate" hreflang="${other}" href="${address(other)}">`
  const body = `<header class="top">
<a class="brand" href="/"><img src="/icons/icon.svg" alt="" width="28" height="28">${escapeHtml(texts.brand)}</a>
<a href="${escapeHtml(addressOf(path, other, query))}" hreflang="${other}" lang="${other}">${escapeHtml(texts.otherLanguage)}</a>
</header>
${main}`
  const head = [
    known,
    ...more,
    ...(script ? [`<script type="module" src="${escapeHtml(script)}"></script>`] : []),
  ]
  return renderDocument({ title: `${title} · Một Cửa`, lang, style, head, body })
}
