import type { Temporal } from 'temporal-polyfill'
import { zone } from '../../../knowledge/calendar/hanoi-day.ts'
import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import type { BoardItem } from '../../../office/board/board-item.ts'
import { escapeHtml } from '../escape-html.ts'
import { addressOf } from '../procedure-pages/read-view.ts'
import { renderDocument } from '../render-document.ts'
import { renderQr } from '../render-qr.ts'
import { boardPaths } from './board-paths.ts'
import type { BoardScope } from './board-scope.ts'
import { renderCorrection, renderEventFacts, renderMarks, renderPublished } from './render-item-parts.ts'
import { shorten } from './text-to-html.ts'

/** Seconds that an announcement stands on the screen. */
const dwell = 20
/** What a screen has room for below a title of one line, in lines of so many characters; a code takes some of it. */
const room = { lines: 8.6, code: 1.7, line: 46, titleLine: 34 }

interface ScreenPage {
  items: readonly BoardItem[]
  /** Counts on with every announcement; which one stands now is what remains of it. */
  turn: number
  now: Temporal.Instant
  style: string | null
  script: string | null
}

/**
 * The board for a screen in a hall, with nothing to press: one announcement after another, what comes next, the clock
 * and the code to follow. Its script brings the next one and keeps what is there while the server is away; without the
 * script the browser loads it anew.
 */
export function renderScreen({ items, turn, now, style, script }: ScreenPage, scope: BoardScope): string {
  const { lang, texts, unit, follow, heading } = scope
  const at = now.toZonedDateTimeISO(zone)
  const item = items[turn % Math.max(items.length, 1)]
  const rest = items.filter((one) => one !== item)
  const next = escapeHtml(
    addressOf(boardPaths.board(unit), lang, {
      screen: '1',
      turn: String((turn + 1) % Math.max(items.length, 1)),
    }),
  )
  const date = sayDate(at.toPlainDate(), lang)
  const body = `<div class="screen" data-next="${next}" data-seconds="${dwell}">
<header><h1>${escapeHtml(heading)}</h1>
<p class="clock" data-now="${now.epochMilliseconds}"><b>${at.toPlainTime().toString({ smallestUnit: 'minute' })}</b> <span>${escapeHtml(date.charAt(0).toUpperCase() + date.slice(1))}</span></p></header>
<main>${item ? renderTurn(item, scope) : `<p class="none">${texts.screenNone}</p>`}</main>
<aside>
<div class="scan">${renderQr(follow, texts.screenScan)}<p>${texts.screenScan}</p></div>
${
  rest.length > 0
    ? `<ul>${rest
        .slice(0, 4)
        .map((one) => renderOther(one, scope))
        .join('\n')}</ul>`
    : ''
}
</aside>
</div>`
  const head = [
    '<meta name="robots" content="noindex">',
    ...(script ? [`<script type="module" src="${escapeHtml(script)}"></script>`] : []),
    `<noscript><meta http-equiv="refresh" content="${dwell};url=${next}"></noscript>`,
  ]
  return renderDocument({ title: `${heading} · Một Cửa`, lang, style, head, body })
}

function renderTurn(item: BoardItem, scope: BoardScope): string {
  const { base, unit, texts } = scope
  const { id, title, text, urgent, files } = item.content
  const address = base + boardPaths.item(unit, id)
  const lines = room.lines - above(item)
  const long = item.cut || Array.from(text).length > Math.floor(lines) * room.line
  const more = long || files.length > 0
  const fits = Math.max(1, Math.floor(more ? lines - room.code : lines))
  const shown = shorten(text, fits * room.line)
  const look = [
    'turn',
    ...(urgent === undefined ? [] : ['is-urgent']),
    // What is short is said in larger type.
    ...(shown.length <= 3 * room.line && above(item) <= 3 ? ['is-brief'] : []),
  ]
  return `<article class="${look.join(' ')}">
${renderMarks(item, scope)}
<h2 dir="auto" lang="vi">${escapeHtml(shorten(title, 160))}</h2>
${renderCorrection(item, scope)}
${renderEventFacts(item, scope)}
<p class="text lines-${fits}" dir="auto" lang="vi">${escapeHtml(shown)}</p>
<footer>${renderPublished(item, scope)}
${more ? `<div class="read">${renderQr(address, texts.screenMore)}<p>${texts.screenMore}</p></div>` : ''}</footer>
</article>`
}

/** Lines that what stands above the text takes away from it. */
function above({ content: { title, event }, corrected }: BoardItem): number {
  const further = Math.min(2, Math.floor(Array.from(title).length / room.titleLine)) * 1.3
  const note = corrected ? (corrected.title.length + 85) / room.line : 0
  const correction = corrected ? Math.min(3, Math.ceil(note)) * 0.9 + 0.8 : 0
  const facts = event ? 2 + Math.min(1, Math.floor((event.place?.length ?? 0) / room.line)) * 0.9 : 0
  return further + correction + facts
}

function renderOther({ content: { title, urgent } }: BoardItem, { texts }: BoardScope): string {
  const mark = urgent === undefined ? '' : `<b class="urgent">${texts.urgent}</b> `
  return `<li>${mark}<span dir="auto" lang="vi">${escapeHtml(shorten(title, 90))}</span></li>`
}
