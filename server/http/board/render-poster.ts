import { escapeHtml } from '../escape-html.ts'
import { renderQr } from '../render-qr.ts'
import type { BoardScope } from './board-scope.ts'

/**
 * An A4 poster with the code to follow by, as HTML.
 * @param group a neighbourhood group of the unit, with the address by which one joins it
 */
export function renderPoster(
  { texts, lang, said, follow, doors }: BoardScope,
  group: { name: string; address: string } | undefined,
): string {
  const address = group?.address ?? follow
  const where = doors.map(({ label }) => label)
  const list = where.length > 1 ? new Intl.ListFormat(lang, { type: 'disjunction' }).format(where) : undefined
  return `<main class="poster">
${group ? `<p class="who">${escapeHtml(said.charAt(0).toUpperCase() + said.slice(1))}</p>\n` : ''}<h1 dir="auto">${escapeHtml(texts.posterTitle(group?.name ?? said))}</h1>
${renderQr(address, address)}
<ol>${texts
    .posterSteps(list)
    .map((step) => `<li><span>${escapeHtml(step)}</span></li>`)
    .join('')}</ol>
<p class="address">${escapeHtml(texts.posterAddress)} <b>${escapeHtml(address.replace(/^https?:\/\//, ''))}</b></p>
<p class="foot">${escapeHtml(texts.posterFoot)}</p>
</main>`
}
