import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import type { DaysLeft } from '../../../knowledge/dossiers/time/days-left.ts'
import type { Saying } from './dossier-world.ts'

/** "thứ Sáu 27/11/2026 (dự kiến, còn 4 ngày làm việc)". */
export function sayDue(due: DaysLeft, saying: Saying): string {
  return sayDueDate(due, saying, { notes: notesOn(due, saying) })
}

/** "thứ Sáu 27/11/2026": where it is worked out here and not said by the source, with that it is. */
export function sayDueDate(
  due: DaysLeft,
  saying: Saying,
  { notes = [], year = true }: { notes?: readonly string[]; year?: boolean } = {},
): string {
  const extended = due.kind === 'paused' ? 'dossier.due.extended.before' : 'dossier.due.extended'
  const all = [...(due.extended ? [saying.text(extended)] : []), ...notes]
  const date = sayDate(due.date, saying.lang, { year })
  return all.length ? `${date} (${all.join(', ')})` : date
}

function notesOn(due: DaysLeft, saying: Saying): string[] {
  if (due.kind === 'today') return [saying.text('dossier.due.today')]
  if (due.kind === 'paused')
    return [saying.text('dossier.due.paused', { since: sayDate(due.since, saying.lang, { year: false }) })]
  if (due.kind === 'late') return [saying.text('dossier.due.late')]
  return [
    ...(due.tentative ? [saying.text('dossier.due.tentative')] : []),
    sayWorkingDays('dossier.due.left', due.days, saying),
  ]
}

/** One of several working days, in the wording for one where there is just one. */
export function sayWorkingDays(
  key: string,
  count: number,
  saying: Saying,
  values: Record<string, string> = {},
): string {
  return saying.text(count === 1 ? `${key}.one` : key, { ...values, ...(count === 1 ? {} : { count }) })
}
