import { escapeHtml } from '../escape-html.ts'
import { renderPage } from '../procedure-pages/render-page.ts'
import { boardPaths } from './board-paths.ts'
import type { BoardScope } from './board-scope.ts'

interface BoardPage {
  /** By default the board's heading. */
  title?: string
  path: string
  query?: Record<string, string | undefined>
  /** As HTML. */
  main: string
  /** From searches. */
  hidden?: true
}

/** A page of a unit's board with what all of them have about them, as HTML. @param style the path of its sheet */
export function frameBoardPage(
  { lang, base, unit, heading }: BoardScope,
  style: string | null,
  page: BoardPage,
): string {
  const feed = `<link rel="alternate" type="application/rss+xml" href="${boardPaths.feed(unit)}" title="${escapeHtml(heading)}">`
  return renderPage({ lang, base, style, title: heading, head: [feed], ...page })
}
