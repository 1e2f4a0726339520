import { isNational } from '../../../bots/flows/guide/is-national.ts'
import type { ProcedureSheet } from '../../../bots/flows/guide/procedure-sheet.ts'
import { escapeHtml } from '../escape-html.ts'
import type { Door } from './door.ts'
import { fitLeaflet } from './fit-leaflet.ts'
import type { LeafletLine, LeafletPart } from './leaflet-part.ts'
import { columnEms, linesOf } from './text-width.ts'
import { pageTexts } from './texts.ts'

/** A line of the title in lines of text, and how much of its type goes on one, beside the name. */
const title = { lines: 1.63, columnEms: 12.6 }
/** The rules and spaces of the frame, and a code with the name above it, in lines of text. */
const frame = { head: 0.5, foot: 0.7, scan: 1.3, code: 6, addressLine: 0.92 }
const brand = 'Một Cửa'
/** Between codes that stand beside each other. */
const gutterEms = 1.1

/**
 * What stands on paper in place of the page: in big type, on one or two sides. The codes follow it.
 * @param ward named at its foot, when the assistant serves only one
 */
export function renderLeaflet(
  sheet: ProcedureSheet,
  doors: readonly Door[],
  ward: string | undefined,
): string {
  const official = sheet.name === sheet.title ? [] : [sheet.name]
  const below = footLines(sheet, ward)
  const above =
    frame.head +
    title.lines * linesOf(sheet.title, title.columnEms) +
    official.reduce((sum, line) => sum + linesOf(line, columnEms), 0)
  const foot = frame.foot + below.reduce((sum, line) => sum + linesOf(line, columnEms), 0)
  const parts = fitLeaflet(sheet, { above, below: [foot, frame.scan + codesHeight(doors)] })
  const scan = pageTexts[sheet.lang][sheet.guided ? 'scanAtPrint' : 'scanToAsk']
  return `<section class="on-paper">
<div class="head"><h1>${escapeHtml(sheet.title)}</h1><p>${brand}</p></div>
${official.map((name) => `<p class="official">${escapeHtml(name)}</p>`).join('')}
${parts.map(renderPart).join('\n')}
<div class="foot">${below.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}</div>
<p class="scan">${escapeHtml(scan)}</p>
</section>`
}

/** In lines. An address breaks where its parts meet, which may take a line more. */
function codesHeight(doors: readonly Door[]): number {
  const column = (columnEms - gutterEms * (doors.length - 1)) / doors.length
  const address = Math.max(...doors.map(({ url }) => linesOf(url, column) + 1))
  return frame.code + frame.addressLine * address
}

function footLines(
  { code, lang, portal, doubt, overdue, checked }: ProcedureSheet,
  ward: string | undefined,
): string[] {
  const texts = pageTexts[lang]
  const where = portal && isNational(code) && texts.portalOnPaper(new URL(portal.url).host, code)
  const who = ward && `${brand}, ${ward}.`
  return [where, doubt, overdue, checked, who].flatMap((line) => (line ? [line] : []))
}

function renderPart({ label, lines }: LeafletPart): string {
  const [only] = lines
  const name = `<b>${escapeHtml(label)}:</b>`
  if (lines.length === 1 && only) return `<p class="part">${name} ${renderLine(only)}</p>`
  return `<div class="part"><p>${name}</p><ul>${lines.map(renderItem).join('\n')}</ul></div>`
}

function renderItem(line: LeafletLine): string {
  return line.heading ? `<li class="question">${escapeHtml(line.text)}</li>` : `<li>${renderLine(line)}</li>`
}

function renderLine({ lead, text: said }: LeafletLine): string {
  return (lead ? `<i>${escapeHtml(lead)}</i> ` : '') + escapeHtml(said)
}
