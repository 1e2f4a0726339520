import { escapeHtml } from './escape-html.ts'

export interface DocumentParts {
  title: string
  /** `vi` by default. */
  lang?: 'vi' | 'en'
  /** The style sheet's path; null before the web app is built. */
  style: string | null
  /** Further lines of the head, as HTML. */
  head?: readonly string[]
  /** HTML. */
  body: string
}

/** The frame of every page that is not part of the web app. */
export function renderDocument({ title, lang = 'vi', style, head = [], body }: DocumentParts): string {
  const lines = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="format-detection" content="telephone=no">',
    `<title>${escapeHtml(title)}</title>`,
    '<link rel="icon" href="/icons/icon.svg" type="image/svg+xml">',
    ...(style ? [`<link rel="stylesheet" href="${escapeHtml(style)}">`] : []),
    ...head,
  ]
  return `<!doctype html>
<html lang="${lang}">
<head>
${lines.join('\n')}
</head>
<body>
${body}
</body>
</html>
`
}
