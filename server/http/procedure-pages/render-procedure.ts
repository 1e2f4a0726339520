import { isNational } from '../../../bots/flows/guide/is-national.ts'
import type { ProcedureSheet, SheetLine, SheetSection } from '../../../bots/flows/guide/procedure-sheet.ts'
import { escapeHtml } from '../escape-html.ts'
import { renderQr } from '../render-qr.ts'
import type { Door } from './door.ts'
import { groupByCase } from './group-by-case.ts'
import { addressOf } from './read-view.ts'
import { chatPath, procedurePath } from './render-entry.ts'
import { renderLeaflet } from './render-leaflet.ts'
import { pageTexts } from './texts.ts'

/**
 * A procedure's page: to read on a screen, and a leaflet that stands in its place on paper. As HTML.
 * @param web the web chat of this server, which a page leads to without its address
 * @param others other channels
 */
export function renderProcedure(
  sheet: ProcedureSheet,
  { web, others }: { web: Door; others: readonly Door[] },
  ward: string | undefined,
): string {
  const { lang, code, title, name, guided, sections, doubt, checked, overdue, portal } = sheet
  const texts = pageTexts[lang]
  const doors = [web, ...others]
  const official = [...(name === title ? [] : [name]), ...(isNational(code) ? [texts.code(code)] : [])]
  return `<main class="procedure">
<article class="on-screen">
<p class="crumb"><a href="${escapeHtml(addressOf('/thu-tuc', lang))}">${texts.all}</a></p>
<h1>${escapeHtml(title)}</h1>
<p class="official">${official.map(escapeHtml).join(' · ')}</p>
<p class="ways"><a class="action" href="${escapeHtml(chatPath(code))}">${texts.askThis}</a>
${others.map(({ label, url }) => `<a class="way" href="${escapeHtml(url)}">${escapeHtml(label)}</a>`).join('\n')}</p>
<p class="quiet">${guided ? texts.askWhy : texts.askMore}</p>
${sections.map((section) => renderSection(section, sheet)).join('\n')}
<footer>
${[doubt, overdue, checked].flatMap((line) => (line ? [`<p>${escapeHtml(line)}</p>`] : [])).join('\n')}
${portal ? `<p><a href="${escapeHtml(portal.url)}" rel="noopener">${escapeHtml(portal.label)}</a></p>` : ''}
</footer>
<section id="in"><h2>${texts.printTitle}</h2>
<p class="hint"><span data-print-how>${texts.printHow}</span> ${texts.printWhat}</p>
<button type="button" class="action" data-print hidden>${texts.print}</button></section>
</article>
${renderLeaflet(sheet, doors, ward)}
<aside class="codes">
<h2>${texts.scan}</h2><p class="scan">${texts.scanOnScreen}</p>
<ul>${doors.map((door) => renderDoor(door)).join('\n')}</ul>
</aside>
</main>`
}

function renderDoor({ label, url }: Door): string {
  return `<li><b>${escapeHtml(label)}</b>${renderQr(url, url)}<span>${renderAddress(url)}</span></li>`
}

/** An address that breaks where its parts meet; a browser breaks it after the question mark by itself. */
function renderAddress(url: string): string {
  const [path = '', ...query] = url.split(/(?=\?)/)
  const parts = path.split(/(?<=[./])(?=\w)/)
  return parts.map(escapeHtml).join('<wbr>') + escapeHtml(query.join(''))
}

function renderSection(section: SheetSection, sheet: ProcedureSheet): string {
  const { id, label, lines } = section
  const body =
    id === 'papers_some'
      ? renderCases(lines)
      : `<ul>${lines.map((line) => `<li>${renderLine(line, sheet)}</li>`).join('\n')}</ul>`
  // Numbers of laws are for who asks for them.
  if (id === 'basis') return `<details class="basis"><summary>${escapeHtml(label)}</summary>${body}</details>`
  return `<section class="${id}"><h2>${escapeHtml(label)}</h2>${body}</section>`
}

function renderCases(lines: readonly SheetLine[]): string {
  return groupByCase(lines)
    .map(({ question, lines: those }) => {
      const items = those.map(({ answer, line }) => {
        const when = answer ? `<span class="case">${escapeHtml(answer)}</span>` : ''
        return `<li>${when}${renderText(line)}</li>`
      })
      return `${question ? `<h3>${escapeHtml(question)}</h3>` : ''}<ul>${items.join('\n')}</ul>`
    })
    .join('\n')
}

function renderLine(line: SheetLine, { lang }: ProcedureSheet): string {
  const { text, code, notes } = line
  if (!code) {
    const when = line.case ? [line.case.question, line.case.answer].filter((part) => part).join(' ') : ''
    return (when ? `<span class="case">${escapeHtml(when)}</span>` : '') + renderText(line)
  }
  const address = escapeHtml(addressOf(procedurePath(code), lang))
  return `<a href="${address}">${escapeHtml(text)}</a>${renderNotes(notes)}`
}

function renderText({ text, notes }: SheetLine): string {
  return `<span class="fact">${escapeHtml(text)}</span>${renderNotes(notes)}`
}

function renderNotes(notes: readonly string[] = []): string {
  return notes.length ? `<small>${escapeHtml(`${notes.join('. ')}.`)}</small>` : ''
}
