import type { Lang } from '../../../bots/dialogue/event.ts'
import type { Unit } from '../../../knowledge/units/units.ts'
import { escapeHtml } from '../escape-html.ts'
import { addressOf } from '../procedure-pages/read-view.ts'
import { boardPaths } from './board-paths.ts'
import { sayUnit } from './board-scope.ts'
import { boardTexts } from './board-texts.ts'

/** The boards there are, by name. As HTML. */
export function renderUnits(units: readonly Unit[], lang: Lang): string {
  const texts = boardTexts[lang]
  const byName = new Intl.Collator('vi').compare
  const one = (slug: string, name: string) =>
    `<li><a href="${escapeHtml(addressOf(boardPaths.board(slug), lang))}">${escapeHtml(name)}</a></li>`
  const sorted = [...units].sort((a, b) => byName(a.name, b.name))
  return `<main class="board">
<h1>${texts.pick}</h1>
<p class="lead">${texts.pickLead}</p>
<ul class="picks">${one('all', texts.city)}
${sorted.map((unit) => one(unit.slug, sayUnit(unit, lang))).join('\n')}</ul>
</main>`
}
