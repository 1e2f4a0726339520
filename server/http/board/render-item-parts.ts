import type { BoardItem } from '../../../office/board/board-item.ts'
import { escapeHtml } from '../escape-html.ts'
import type { BoardScope } from './board-scope.ts'
import { saySpan, sayWhen } from './say-when.ts'

/** What an announcement is marked with: urgent, its topic, for which groups it is. As HTML. */
export function renderMarks({ content, groups }: BoardItem, { texts, topicName }: BoardScope): string {
  const marks = [
    ...(content.urgent === undefined ? [] : [`<b class="urgent">${texts.urgent}</b>`]),
    `<span>${escapeHtml(topicName(content.topic))}</span>`,
    ...(groups.length > 0 ? [`<span dir="auto">${escapeHtml(texts.groups(groups.join(', ')))}</span>`] : []),
  ]
  return `<p class="marks">${marks.join(' <i aria-hidden="true">·</i> ')}</p>`
}

/** When it was published, and by whom where that is not the unit of this board. As HTML. */
export function renderPublished({ beganAt, content }: BoardItem, scope: BoardScope): string {
  const { lang, texts, unit, speaker } = scope
  const when = `<time datetime="${beganAt}">${texts.published(sayWhen(beganAt, lang))}</time>`
  const who =
    content.unit === unit
      ? ''
      : ` <i aria-hidden="true">·</i> ${escapeHtml(texts.from(speaker(content.unit)))}`
  return `<p class="quiet">${when}${who}</p>`
}

/** That it stands in the place of another one. As HTML. */
export function renderCorrection({ corrected }: BoardItem, { lang, texts }: BoardScope): string {
  if (!corrected) return ''
  const said = texts.corrects(corrected.title, sayWhen(corrected.beganAt, lang))
  return `<p class="correction" dir="auto">${escapeHtml(said)}</p>`
}

/** When and where something takes place. As HTML. */
export function renderEventFacts({ content }: BoardItem, { lang, texts }: BoardScope): string {
  const { event } = content
  if (!event) return ''
  const place = event.place ? `<br><span dir="auto">${escapeHtml(texts.place(event.place))}</span>` : ''
  return `<p class="event"><b>${saySpan(event, lang)}</b>${place}</p>`
}
