import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../calendar/calendar.ts'
import { hanoiDay, zone } from '../../calendar/hanoi-day.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { dueInForce, type Timed } from './due-in-force.ts'

export type NoticeKind = 'due_soon' | 'overdue' | 'uncollected'

/** What the clock has to say of a dossier. */
export interface Notice {
  /** On a working day at the hour of the rules; in the past when nobody said it in time. */
  at: Temporal.Instant
  /** Names it for good: `due_soon:2026-11-27` and `overdue:2026-11-27` by the due date in force, `uncollected:1`. */
  key: string
  kind: NoticeKind
}

interface Given {
  /** Keys of what has been said. */
  given: readonly string[]
  calendar: Pick<Calendar, 'isWorkingDay' | 'periodEnd'>
  facts: Pick<DossierFacts, 'statuses' | 'rules'>
  now: Temporal.Instant
}

/**
 * What the clock has to say next of a dossier, each thing once: that it is due soon and then overdue while its time
 * runs, that its result waits once there is one. A due date that moves makes new ones. Null when there is no more.
 */
export function nextNotice(dossier: Timed, { given, calendar, facts, now }: Given): Notice | null {
  const { clock } = facts.statuses[dossier.status]
  const scope = { calendar, facts, now }
  const notices =
    clock === 'running' ? ofDueDate(dossier, scope) : clock === 'done' ? ofResult(dossier, scope) : []
  return notices.find(({ key }) => !given.includes(key)) ?? null
}

type Scope = Pick<Given, 'calendar' | 'facts' | 'now'>

function ofDueDate(dossier: Timed, { calendar, facts: { rules, statuses }, now }: Scope): Notice[] {
  const due = dueInForce(dossier, { calendar, statuses })?.at
  if (!due) return []
  const date = hanoiDay(due)
  const soon: Notice = {
    at: atHour(workingDaysBefore(date, rules.due_soon_working_days, calendar), rules),
    key: `due_soon:${date}`,
    kind: 'due_soon',
  }
  const after = calendar.periodEnd(date, { value: 1, unit: 'working_day' }).date
  const over: Notice = { at: atHour(after, rules), key: `overdue:${date}`, kind: 'overdue' }
  return Temporal.Instant.compare(now, due) < 0 ? [soon, over] : [over]
}

/** Of two that are owed by now only the last is said: it says the same, and nobody is reminded twice in a row. */
function ofResult({ statusAt, finishedAt }: Timed, { calendar, facts: { rules }, now }: Scope): Notice[] {
  const ready = hanoiDay(Temporal.Instant.from(finishedAt ?? statusAt))
  const notices = rules.uncollected_after_days.map((value, index): Notice => {
    const day = calendar.periodEnd(ready, { value, unit: 'day' }).date
    return { at: atHour(day, rules), key: `uncollected:${index + 1}`, kind: 'uncollected' }
  })
  const owed = notices.findLastIndex(({ at }) => Temporal.Instant.compare(at, now) <= 0)
  return owed < 0 ? notices : notices.slice(owed)
}

function atHour(day: Temporal.PlainDate, { notice_hour }: DossierFacts['rules']): Temporal.Instant {
  return day.toZonedDateTime({ timeZone: zone, plainTime: notice_hour }).toInstant()
}

function workingDaysBefore(
  date: Temporal.PlainDate,
  count: number,
  calendar: Pick<Calendar, 'isWorkingDay'>,
): Temporal.PlainDate {
  let day = date
  for (let left = count; left > 0; ) {
    day = day.subtract({ days: 1 })
    if (calendar.isWorkingDay(day)) left--
  }
  return day
}
