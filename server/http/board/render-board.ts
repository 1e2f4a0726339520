import type { BoardItem } from '../../../office/board/board-item.ts'
import { escapeHtml } from '../escape-html.ts'
import { addressOf } from '../procedure-pages/read-view.ts'
import { boardPaths } from './board-paths.ts'
import type { BoardScope } from './board-scope.ts'
import { renderFollow } from './render-follow.ts'
import { renderCorrection, renderEventFacts, renderMarks, renderPublished } from './render-item-parts.ts'
import { shorten } from './text-to-html.ts'

/** Characters of a text that a list shows. */
const shown = 320

export interface BoardPage {
  items: readonly BoardItem[]
  /** There are older ones. */
  more: boolean
  /** The topic that is picked. */
  topic: string | undefined
  /** It does not begin with the newest. */
  further: boolean
}

/** A unit's announcements. As HTML. */
export function renderBoard(page: BoardPage, scope: BoardScope): string {
  const { items, more, topic, further } = page
  const { lang, texts, unit, heading } = scope
  const path = boardPaths.board(unit)
  const none = topic === undefined ? texts.none : texts.noneOfTopic(scope.topicName(topic))
  const last = items.at(-1)
  const ways = [
    ...(further ? [link(addressOf(path, lang, { topic }), texts.newest)] : []),
    ...(more && last ? [link(addressOf(path, lang, { topic, before: last.content.id }), texts.older)] : []),
  ]
  return `<main class="board">
<h1>${escapeHtml(heading)}</h1>
${items.length > 0 ? `<p class="lead">${texts.lead}</p>` : ''}
${items.length > 0 || topic !== undefined ? renderTopics(topic, scope) : ''}
${items.length > 0 ? `<ul class="items">${items.map((item) => renderCard(item, scope)).join('\n')}</ul>` : `<p class="none">${escapeHtml(none)}</p>`}
${ways.length > 0 ? `<p class="pages">${ways.join('\n')}</p>` : ''}
${renderFollow(scope)}
${renderFoot(scope)}
</main>`
}

function renderTopics(
  picked: string | undefined,
  { lang, texts, unit, topics, topicName }: BoardScope,
): string {
  const path = boardPaths.board(unit)
  const one = (id: string | undefined, name: string) =>
    `<li><a href="${escapeHtml(addressOf(path, lang, { topic: id }))}"${id === picked ? ' aria-current="true"' : ''}>${escapeHtml(name)}</a></li>`
  const now = picked === undefined ? texts.everyTopic : topicName(picked)
  return `<details class="topics"><summary>${texts.topic}: ${escapeHtml(now)}</summary>
<ul>${one(undefined, texts.everyTopic)}${topics.map(({ id, name }) => one(id, name)).join('')}</ul></details>`
}

function renderCard(item: BoardItem, scope: BoardScope): string {
  const { lang, texts, unit } = scope
  const { id, title, text, urgent, files } = item.content
  const address = escapeHtml(addressOf(boardPaths.item(unit, id), lang))
  const long = item.cut || text.length > shown
  return `<li class="card${urgent === undefined ? '' : ' is-urgent'}">
${renderMarks(item, scope)}
<h2><a class="name" href="${address}" dir="auto" lang="vi">${escapeHtml(shorten(title, 300))}</a></h2>
${renderCorrection(item, scope)}
<p class="text" dir="auto" lang="vi">${escapeHtml(shorten(text, shown))}</p>
${renderEventFacts(item, scope)}
${files.length > 0 ? `<p class="quiet">${texts.filesAttached(files.length)}</p>` : ''}
${renderPublished(item, scope)}
${long || files.length > 0 || item.content.link || item.content.poll ? `<p><a class="more" href="${address}" aria-label="${escapeHtml(`${texts.readOn}: ${shorten(title, 300)}`)}">${texts.readOn}</a></p>` : ''}
</li>`
}

function renderFoot({ lang, texts, unit }: BoardScope): string {
  return `<footer class="foot">
${link(boardPaths.feed(unit), texts.feed)}
${link(addressOf(boardPaths.poster(unit), lang), texts.poster)}
${link(addressOf(boardPaths.board(unit), lang, { screen: '1' }), texts.screen)}
${link(addressOf('/u', lang), texts.everyUnit)}
</footer>`
}

function link(address: string, label: string): string {
  return `<a href="${escapeHtml(address)}">${escapeHtml(label)}</a>`
}
