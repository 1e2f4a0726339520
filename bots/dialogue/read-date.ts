import type { Temporal } from 'temporal-polyfill'
import { fold } from '../../knowledge/matching/fold.ts'
import { bareWeekday, type DatesFrom, dateForms, following, numberOfWeekday } from './answers/date-forms.ts'
import { leavesOpen, withoutAsides } from './answers/leaves-open.ts'

export type ReadDate =
  | { ok: true; date: Temporal.PlainDate }
  | { ok: false; reason: 'unclear' | 'impossible' }

const unclear: ReadDate = { ok: false, reason: 'unclear' }
/**
 * Reads one day from an answer, the Vietnamese way round (day first): "12/11/2026", "12-11", "ngày 12 tháng 11",
 * "mồng 3", "hôm qua", "10 ngày trước", "thứ hai tuần trước", "Nov 12". A day of the lunar
 * calendar, a guess or two different days are `unclear`.
 * @param today the day in Hanoi
 * @param towards `past`: without a year or a month it is the latest such day up to today. `future`: the next one
 *   after today, and a weekday alone is a day too
 */
export function readDate(
  text: string,
  today: Temporal.PlainDate,
  { towards = 'past' }: Partial<Pick<DatesFrom, 'towards'>> = {},
): ReadDate {
  if (text.length > 200) return unclear
  const said = withoutAsides(text)
  if (leavesOpen(said)) return unclear
  let rest = fold(said)
  rest = rest.replace(/\b(?:luc |vao )?\d{1,2} ?(?:gio|h|:)(?: ?\d{1,2})?(?: ?phut)?\b/g, ' ')
  const found: ReturnType<(typeof dateForms)[number]['read']>[] = []
  for (const form of dateForms) {
    const pattern = new RegExp(form.pattern, 'g')
    rest = rest.replaceAll(pattern, (...match) => {
      const groups = match.slice(0, -2) as RegExpMatchArray
      found.push(form.read(groups, { today, towards }))
      return ' ; '
    })
  }
  const weekdays = new Set(rest.match(bareWeekday)?.map(numberOfWeekday))
  rest = rest.replaceAll(bareWeekday, ' ')
  const [weekday] = weekdays
  if (found.length === 0 && weekday !== undefined && towards === 'future')
    found.push(following(weekday, today))
  const [first, ...others] = found
  if (first === undefined || first === 'unclear' || /\d/.test(rest)) return unclear
  if (first === null) return { ok: false, reason: 'impossible' }
  // A weekday said beside the date must be that day's.
  if (weekdays.size > 1 || (weekday !== undefined && weekday !== first.dayOfWeek)) return unclear
  return others.every((date) => date !== null && date !== 'unclear' && date.equals(first))
    ? { ok: true, date: first }
    : unclear
}
