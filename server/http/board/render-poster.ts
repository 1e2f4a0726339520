import { escapeHtml } from '../escape-html.ts'
import { renderQr } from '../render-qr.ts'
import type { BoardScope } from './board-scope.ts'

/**
 * An A4 poster with the code to follow by, as HTML.
 * @param group a neighbourhood group of the unit, with the address by which one joins it
 */
export function renderPoster(
  { texts, said, follow }: BoardScope,
  group: { name: string; address: string } | undefined,
): string {
  const address = group?.address ?? follow
  const name = said.charAt(0).toUpperCase() + said.slice(1)
  return `<main class="poster">
<p class="who">${escapeHtml(name)}</p>
<h1 dir="auto">${escapeHtml(group ? texts.posterGroup(group.name) : texts.posterTitle)}</h1>
${renderQr(address, address)}
<ol>${texts.posterSteps.map((step) => `<li><span>${escapeHtml(step)}</span></li>`).join('')}</ol>
<p class="address">${escapeHtml(texts.posterAddress)} <b>${escapeHtml(address.replace(/^https?:\/\//, ''))}</b></p>
<p class="foot">${escapeHtml(texts.posterFoot)}</p>
</main>`
}
