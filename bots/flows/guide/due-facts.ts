import { Temporal } from 'temporal-polyfill'
import type { Due } from '../../../knowledge/calendar/calendar.ts'
import { hanoiDay } from '../../../knowledge/calendar/hanoi-day.ts'
import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import { holds } from '../../../knowledge/procedures/holds.ts'
import type { Deadline, Procedure } from '../../../knowledge/procedures/schema.ts'
import type { Scope } from '../../dialogue/flow.ts'
import { sayLength, timesOf } from './case-facts.ts'
import type { CaseScope } from './case-scope.ts'
import type { GuideWorld } from './guide-world.ts'

/** "thứ Năm 26/11/2026 nếu nộp đủ giấy tờ hôm nay": from the first ordinary time of this case, if it has one. */
export function sayDueIfFiledNow(procedure: Procedure, scope: Scope, world: GuideWorld): string | undefined {
  // As long as the case may yet decide between several, or nobody has verified the one, no date is promised.
  const [time, ...others] = timesOf(procedure, scope).filter(({ main }) => main)
  if (!time?.verified || time.value === null || time.unit === null || others.length > 0) return undefined
  // Without questions nobody knows whether this is that case.
  if (time.case && procedure.questions.length === 0) return undefined
  // The way of a letter has no term.
  if (scope.answers.channel === 'post') return scope.text('due.post')
  const online = scope.answers.channel === 'online'
  // Other offices keep the ordinary hours as far as anybody knows, and not those of the ward's own desk.
  const desk =
    procedure.office === 'other'
      ? { office: 'one_stop' as const }
      : { office: procedure.office, unit: scope.unit }
  const filed = online ? scope.now : world.calendar.nextOpening(scope.now, desk.office, desk.unit)
  const { value, unit, cutoff } = time
  const due = world.calendar.due(filed, { value, unit, ...(cutoff ? { cutoff } : {}) }, desk)
  const day = hanoiDay(filed)
  const today = Temporal.PlainDate.compare(day, scope.today) === 0
  return scope.text(today ? 'due.today' : 'due.on', {
    filed: sayDate(day, scope.lang),
    due: sayDue(due, scope, world),
  })
}

/** The citizen's own periods that apply, with the last day where the day they count from is known. */
export function sayDeadlines(procedure: Procedure, scope: CaseScope, world: GuideWorld): string[] {
  return procedure.deadlines
    .filter(({ when }) => holds(when, scope.answers, scope.today) !== false)
    .map((deadline) => sayDeadline(deadline, scope, world))
}

function sayDeadline(deadline: Deadline, scope: CaseScope, world: GuideWorld): string {
  const { lang } = scope
  const end = deadlineEnd(deadline, scope, world)
  const { text, value, unit, from_text } = deadline
  const said =
    value === null || unit === null
      ? text[lang]
      : scope
          .text('deadline', {
            what: text[lang],
            length: sayLength(value, unit, scope),
            from: from_text?.[lang] ?? '',
          })
          .trim()
  const passed = end && Temporal.PlainDate.compare(end.date, scope.today) < 0
  const key = passed ? 'deadline.passed' : 'deadline.until'
  const until = end ? `, ${scope.text(key, { date: sayDue(end, scope, world) })}` : ''
  return deadline.verified ? `${said}${until}` : `${said}${until} ${scope.text('hedge')}`
}

/** The last day of a citizen's own period, when they told the day it counts from. */
function deadlineEnd(deadline: Deadline, scope: CaseScope, world: GuideWorld): Due | undefined {
  const from = deadline.from ? scope.answers[deadline.from] : undefined
  const { unit, value } = deadline
  // Hours end at no day's end, and a day's date is all that was asked.
  if (typeof from !== 'string' || unit === null || unit === 'hour' || value === null) return undefined
  return world.calendar.periodEnd(Temporal.PlainDate.from(from), { unit, value })
}

function sayDue({ date: day, tentative }: Due, scope: CaseScope, { calendar }: GuideWorld): string {
  const date = sayDate(day, scope.lang)
  if (!tentative) return date
  // In doubt for itself and still to come, or for a day on the way to it.
  const comes = Temporal.PlainDate.compare(day, scope.today) >= 0
  const doubtful = comes && calendar.periodEnd(day, { value: 0, unit: 'day' }).tentative
  return scope.text(doubtful ? 'due.doubtful' : 'due.tentative', { date })
}
