import type {
  ProcedureSheet,
  SheetLine,
  SheetSection,
  SheetSectionId,
} from '../../../bots/flows/guide/procedure-sheet.ts'
import { groupByCase } from './group-by-case.ts'
import { type LeafletPart, sidesOf } from './leaflet-part.ts'
import { pageTexts } from './texts.ts'

/** Said on every leaflet. */
const needed = ['who', 'papers', 'papers_some', 'fee', 'time', 'where'] as const
/** Said where there is room, the most useful first. */
const wanted = ['how', 'deadlines', 'papers_spared', 'late', 'hours', 'result', 'after', 'notes'] as const
/** The order on paper. */
const order: readonly SheetSectionId[] = [
  'who',
  'papers',
  'papers_some',
  'papers_spared',
  'fee',
  'time',
  'deadlines',
  'late',
  'where',
  'hours',
  'how',
  'notes',
  'result',
  'after',
]

/**
 * Picks what a leaflet says: on one side if the needful goes there, else on two, and as much more as fits.
 * @param frame heights in lines of what stands above the parts, and of what below them is kept together
 */
export function fitLeaflet(
  sheet: ProcedureSheet,
  frame: { above: number; below: readonly number[] },
): LeafletPart[] {
  const sections = new Map(sheet.sections.map((section) => [section.id, section]))
  const chosen = new Map<SheetSectionId, LeafletPart>()
  const ordered = () => order.flatMap((id) => chosen.get(id) ?? [])
  const sides = () => sidesOf(ordered(), frame)
  for (const id of needed) {
    const section = sections.get(id)
    if (section) chosen.set(id, id === 'papers_some' ? inOneRun(section) : inFull(section, sheet))
  }
  const most = Math.min(sides(), 2)
  while (sides() > most) {
    const [longest] = [...chosen].sort(([, a], [, b]) => b.lines.length - a.lines.length)
    if (!longest || longest[1].lines.length < 4) break
    chosen.set(longest[0], withoutLast(longest[1], sheet))
  }
  /** Takes it where it fits, else leaves things as they were. */
  const tryOut = (id: SheetSectionId, part: LeafletPart): boolean => {
    const before = chosen.get(id)
    chosen.set(id, part)
    if (sides() <= most) return true
    if (before) chosen.set(id, before)
    else chosen.delete(id)
    return false
  }
  const some = sections.get('papers_some')
  if (
    some &&
    !tryOut(
      'papers_some',
      byQuestion(some, (line) => nameAndForm(line, sheet)),
    )
  )
    tryOut(
      'papers_some',
      byQuestion(some, ({ text }) => text),
    )
  for (const id of wanted) {
    const section = sections.get(id)
    if (section) tryOut(id, inFull(section, sheet))
  }
  return ordered()
}

/** Counts the last of a list's lines instead of saying them. */
function withoutLast(part: LeafletPart, { lang }: ProcedureSheet): LeafletPart {
  const left = part.left === undefined ? 2 : part.left + 1
  return { ...part, left, lines: [...part.lines.slice(0, -2), { text: pageTexts[lang].more(left) }] }
}

function inFull({ id, label, lines }: SheetSection, sheet: ProcedureSheet): LeafletPart {
  return {
    label,
    lines: lines.map((line) => {
      const lead = line.case?.answer
      const text = id === 'papers' ? nameAndForm(line, sheet) : line.text
      return lead ? { lead: `${lead}:`, text } : { text }
    }),
  }
}

/** Names alone, so that even a long list takes little room; the codes lead to the rest. */
function inOneRun({ label, lines }: SheetSection): LeafletPart {
  return { label, lines: [{ text: lines.map(({ text }) => text).join('; ') }] }
}

function byQuestion({ label, lines }: SheetSection, say: (line: SheetLine) => string): LeafletPart {
  return {
    label,
    lines: groupByCase(lines).flatMap(({ question, lines: those }) => [
      ...(question ? [{ text: question, heading: true as const }] : []),
      ...those.map(({ answer, line }) => ({
        ...(answer ? { lead: `${answer}:` } : {}),
        text: say(line),
      })),
    ]),
  }
}

/** "Giấy chứng sinh (bản chính)"; a form that the name tells already is not said again. */
function nameAndForm({ text, notes }: SheetLine, { lang }: ProcedureSheet): string {
  const form = notes?.[0]
  if (!form) return text
  const said = form.charAt(0).toLowerCase() + form.slice(1)
  // A word is two syllables more often than not in Vietnamese, and those are written apart.
  const word = said
    .split(' ')
    .slice(0, lang === 'vi' ? 2 : 1)
    .join(' ')
  return text.toLowerCase().includes(word) ? text : `${text} (${said})`
}
