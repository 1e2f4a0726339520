import type { BoardItem } from '../../../office/board/board-item.ts'
import { boardPaths } from './board-paths.ts'
import type { BoardScope } from './board-scope.ts'
import { sayFeedDate } from './say-feed-date.ts'

/** A unit's announcements as RSS 2.0. @see https://www.rssboard.org/rss-specification */
export function renderFeed(items: readonly BoardItem[], scope: BoardScope): string {
  const { base, unit, heading, texts, topicName } = scope
  const [newest] = items
    .map(({ beganAt }) => beganAt)
    .toSorted()
    .slice(-1)
  const entries = items.map(({ content, beganAt, corrected, cut }) => {
    const { id, title, text, topic, urgent } = content
    const note = corrected ? `${texts.corrects(corrected.title, sayFeedDate(corrected.beganAt))}\n\n` : ''
    // An identity for good: the address of the server may change.
    return `<item>
<title>${escapeXml(urgent === undefined ? title : `${texts.urgent}: ${title}`)}</title>
<link>${escapeXml(base + boardPaths.item(unit, id))}</link>
<guid isPermaLink="false">mot-cua:announcement:${id}</guid>
<pubDate>${sayFeedDate(beganAt)}</pubDate>
<category>${escapeXml(topicName(topic))}</category>
<description>${escapeXml(escapeXml(`${note}${text}${cut ? '…' : ''}`).replaceAll('\n', '<br>'))}</description>
</item>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escapeXml(heading)}</title>
<link>${escapeXml(base + boardPaths.board(unit))}</link>
<description>${escapeXml(heading)}</description>
<language>vi</language>
<atom:link href="${escapeXml(base + boardPaths.feed(unit))}" rel="self" type="application/rss+xml"/>
<ttl>15</ttl>
${newest === undefined ? '' : `<lastBuildDate>${sayFeedDate(newest)}</lastBuildDate>\n`}${entries.join('\n')}
</channel>
</rss>
`
}

/** A text as XML 1.0 may hold it: some control characters it may not hold at all. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
