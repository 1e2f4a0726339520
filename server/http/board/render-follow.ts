import { escapeHtml } from '../escape-html.ts'
import type { LinkDoor } from '../link-page/render-link-page.ts'
import { renderQr } from '../render-qr.ts'
import type { BoardScope } from './board-scope.ts'

/** How to get the unit's announcements on one's phone. As HTML. */
export function renderFollow({ texts, follow, doors }: BoardScope): string {
  return `<section class="follow" id="theo-doi">
<h2>${texts.follow}</h2>
<p>${texts.followWhy}</p>
<ul class="ways">
${doors.map((door) => renderDoor(door, texts.write)).join('\n')}
</ul>
<div class="scan"><p>${texts.followScan}</p>${renderQr(follow, follow)}</div>
</section>`
}

function renderDoor({ label, url, say }: LinkDoor, write: (words: string) => string): string {
  const typed = say === undefined ? '' : `<span class="typed">${escapeHtml(write(`“${say}”`))}</span>`
  return `<li><a class="way" href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(label)}</a>${typed}</li>`
}
