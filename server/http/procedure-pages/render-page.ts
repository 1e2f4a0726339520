import type { Lang } from '../../../bots/dialogue/event.ts'
import { escapeHtml } from '../escape-html.ts'
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
  /** HTML. */
  main: string
}

/** The frame that the pages of procedures share: head, name, the other language. */
export function renderPage({
  lang,
  title,
  path,
  query,
  base,
  hidden,
  style,
  script,
  main,
}: PageParts): string {
  const texts = pageTexts[lang]
  const other: Lang = lang === 'vi' ? 'en' : 'vi'
  const address = (to: Lang) => escapeHtml(`${base}${addressOf(path, to, query)}`)
  const known = hidden
    ? '<meta name="robots" content="noindex">'
    : `<link rel="canonical" href="${address(lang)}">
<link rel="alternate" hreflang="${other}" href="${address(other)}">`
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${escapeHtml(title)} · Một Cửa</title>
${known}
<link rel="icon" href="/icons/icon.svg" type="image/svg+xml">
${style ? `<link rel="stylesheet" href="${escapeHtml(style)}">` : ''}
${script ? `<script type="module" src="${escapeHtml(script)}"></script>` : ''}
</head>
<body>
<header class="top">
<a class="brand" href="/"><img src="/icons/icon.svg" alt="" width="28" height="28">${escapeHtml(texts.brand)}</a>
<a href="${escapeHtml(addressOf(path, other, query))}" hreflang="${other}" lang="${other}">${escapeHtml(texts.otherLanguage)}</a>
</header>
${main}
</body>
</html>
`
}
