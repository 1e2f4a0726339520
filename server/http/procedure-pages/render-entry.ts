import type { Lang } from '../../../bots/dialogue/event.ts'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import { escapeHtml } from '../escape-html.ts'
import { addressOf } from './read-view.ts'
import { pageTexts } from './texts.ts'

/** The address of a procedure's own page. */
export function procedurePath(code: string): string {
  return `/thu-tuc/${encodeURIComponent(code)}`
}

/** The address of the web chat at a procedure. */
export function chatPath(code: string): string {
  return `/chat?start=${encodeURIComponent(code)}`
}

/** A procedure in a list: both its names, and what can be done with it. */
export function renderEntry(procedure: Procedure, lang: Lang, remark = ''): string {
  const texts = pageTexts[lang]
  const { code } = procedure
  const [short, name] = [escapeHtml(procedure.short[lang]), escapeHtml(procedure.name[lang])]
  const page = escapeHtml(addressOf(procedurePath(code), lang))
  return `<li class="entry">
<a class="name" href="${page}">${short}</a>
${short === name ? '' : `<p class="official">${name}</p>`}
${remark ? `<p class="remark">${remark}</p>` : ''}
<p class="doors"><a href="${escapeHtml(chatPath(code))}" aria-label="${escapeHtml(texts.ask)}: ${short}">${escapeHtml(texts.ask)}</a>
<a href="${page}#in" aria-label="${escapeHtml(texts.print)}: ${short}">${escapeHtml(texts.print)}</a></p>
</li>`
}
