import { isNational } from './is-national.ts'
import type { ProcedureSheet, SheetLine } from './procedure-sheet.ts'

/** A procedure's page as plain text, one fact a line. */
export function writeSheet(sheet: ProcedureSheet): string {
  const { title, name, code, sections, doubt, checked, overdue, portal } = sheet
  return [
    title,
    isNational(code) ? `${name} (${code})` : name,
    ...sections.flatMap(({ label, lines }) => ['', `${label}:`, ...lines.map(writeLine)]),
    '',
    ...[doubt, overdue, checked, portal && `${portal.label}: ${portal.url}`].filter((line) => line),
  ].join('\n')
}

function writeLine({ text, case: told, notes, code }: SheetLine): string {
  const when = told ? [told.question, told.answer].filter((part) => part).join(' ') : ''
  const known = code && isNational(code) ? code : ''
  const small = [when, ...(notes ?? []), known].filter((part) => part).join('. ')
  return small ? `– ${text}\n    ${small}` : `– ${text}`
}
