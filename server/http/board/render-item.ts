import type { AnnouncementFile } from '../../../knowledge/announcements/announcement.ts'
import type { BoardItem } from '../../../office/board/board-item.ts'
import { escapeHtml } from '../escape-html.ts'
import { addressOf } from '../procedure-pages/read-view.ts'
import { boardPaths } from './board-paths.ts'
import type { BoardScope } from './board-scope.ts'
import { renderFollow } from './render-follow.ts'
import { renderCorrection, renderEventFacts, renderMarks, renderPublished } from './render-item-parts.ts'
import { saySignature } from './say-signature.ts'
import { saySize } from './say-size.ts'
import { sayWhen } from './say-when.ts'
import { textToHtml } from './text-to-html.ts'

/** One announcement, whole. As HTML. */
export function renderItem(item: BoardItem, scope: BoardScope): string {
  const { lang, texts, unit, said } = scope
  const { id, title, text, urgent, link, event, files, expiresAt } = item.content
  const back = escapeHtml(addressOf(boardPaths.board(unit), lang))
  return `<main class="board">
<p class="crumb"><a href="${back}">${escapeHtml(texts.back(said))}</a></p>
<article class="${urgent === undefined ? 'whole' : 'whole is-urgent'}">
${renderMarks(item, scope)}
<h1 dir="auto" lang="vi">${escapeHtml(title)}</h1>
${renderPublished(item, scope)}
${renderCorrection(item, scope)}
<div class="text" dir="auto" lang="vi">${textToHtml(text)}</div>
${event ? `<section><h2>${texts.event}</h2>${renderEventFacts(item, scope)}<p><a class="way" href="${boardPaths.event(unit, id)}">${texts.addToCalendar}</a></p></section>` : ''}
${link && isWeb(link.url) ? `<p><a class="action" href="${escapeHtml(link.url)}" rel="noopener nofollow" dir="auto">${escapeHtml(link.label)}</a></p>` : ''}
${renderPoll(item, scope)}
${files.length > 0 ? `<section><h2>${texts.files}</h2><ul class="files">${files.map((file) => renderFile(file, scope)).join('\n')}</ul></section>` : ''}
${expiresAt === undefined ? '' : `<p class="quiet">${texts.until(sayWhen(expiresAt, lang))}</p>`}
</article>
${renderFollow(scope)}
</main>`
}

function renderPoll({ content: { poll }, votes = [] }: BoardItem, { texts, lang }: BoardScope): string {
  if (!poll) return ''
  const all = votes.reduce((sum, count) => sum + count, 0)
  const options = poll.options.map((option, choice) => {
    const count = votes[choice] ?? 0
    return `<li><span dir="auto" lang="vi">${escapeHtml(option)}</span> <b>${count.toLocaleString(lang === 'vi' ? 'vi-VN' : 'en-GB')}</b>
<meter min="0" max="${Math.max(all, 1)}" value="${count}" aria-hidden="true"></meter></li>`
  })
  return `<section class="poll"><h2>${texts.vote}</h2>
<p dir="auto" lang="vi">${escapeHtml(poll.question)}</p>
<ul>${options.join('\n')}</ul>
<p class="quiet">${texts.votes(all)}. ${texts.answerInChat}</p></section>`
}

function renderFile(file: AnnouncementFile, { lang, filePath }: BoardScope): string {
  const signatures = (file.signatures ?? []).map(
    (one) => `<li class="${one.verdict}" dir="auto">${escapeHtml(saySignature(one, lang))}</li>`,
  )
  return `<li><a href="${escapeHtml(filePath(file))}" dir="auto">${escapeHtml(file.name)}</a>
<span class="quiet">${kinds[file.type] ?? ''} ${saySize(file.size, lang)}</span>
${signatures.length > 0 ? `<ul class="signatures">${signatures.join('\n')}</ul>` : ''}</li>`
}

const kinds: Record<string, string> = {
  'application/pdf': 'PDF,',
  'image/jpeg': 'JPEG,',
  'image/png': 'PNG,',
}

function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url)
}
