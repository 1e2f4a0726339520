import type { FastifyReply, FastifyRequest } from 'fastify'
import { escapeHtml } from '../escape-html.ts'
import { addressOf } from '../procedure-pages/read-view.ts'
import { sendOnce } from '../procedure-pages/send-page.ts'
import { boardPaths } from './board-paths.ts'
import type { BoardScope } from './board-scope.ts'
import { frameBoardPage } from './frame-board-page.ts'

interface Absent {
  scope: BoardScope
  /** The path of the sheet. */
  style: string | null
  /** Whether it was there once. */
  kind: 'gone' | 'unknown'
}

/** Answers where an announcement is no more, or never was, with the way to the board. */
export function sendAbsent(request: FastifyRequest, reply: FastifyReply, { scope, style, kind }: Absent) {
  const { texts, unit, lang, heading } = scope
  const [title, why, code] =
    kind === 'gone' ? [texts.gone, texts.goneWhy, 410] : [texts.missing, texts.missingWhy, 404]
  const path = boardPaths.board(unit)
  const main = `<main class="board"><h1>${title}</h1><p>${why}</p>
<p><a class="action" href="${escapeHtml(addressOf(path, lang))}">${escapeHtml(heading)}</a></p></main>`
  return sendOnce(
    request,
    reply.code(code),
    frameBoardPage(scope, style, { path, title, main, hidden: true }),
  )
}
