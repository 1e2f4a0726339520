import { Temporal } from 'temporal-polyfill'
import { zone } from '../../knowledge/calendar/hanoi-day.ts'
import { sayDate } from '../../knowledge/calendar/say-date.ts'
import type { Lang } from '../dialogue/event.ts'
import type { Flow, Scope } from '../dialogue/flow.ts'
import { readDate } from '../dialogue/read-date.ts'
import { sayShortDate } from './say-values.ts'

/** A decent hour, when offices open. */
const hour = Temporal.PlainTime.from('08:00')
/** Nobody plans a visit to the ward further ahead; a later date is more likely a slip. */
const mostDays = 366

/** The id of the flow that asks when to remind of a guide. */
export function reminderId(guide: string): string {
  return `remind:${guide}`
}

/** The guide such a flow's id is about. */
export function readReminderId(id: string): string | undefined {
  return id.startsWith('remind:') ? id.slice(7) : undefined
}

/** "Nhắc tôi": when to remind of a guide. */
export function setReminder(
  guide: { flow: string; title: Record<Lang, string> },
  both: (key: string) => Record<Lang, string>,
): Flow {
  const inDays = (scope: Scope, days: number) => scope.today.add({ days })
  const nextMonday = (scope: Scope) => inDays(scope, (8 - scope.today.dayOfWeek) % 7 || 7)
  const dates: Record<string, (scope: Scope) => Temporal.PlainDate> = {
    mai: (scope) => inDays(scope, 1),
    ba: (scope) => inDays(scope, 3),
    tuan: nextMonday,
  }
  /** Not the day of another button. */
  const isApart = (scope: Scope) => ![1, 3].some((days) => inDays(scope, days).equals(nextMonday(scope)))
  const dateOf = (scope: Scope, said = scope.answers.ngay) =>
    dates[String(said)]?.(scope) ?? Temporal.PlainDate.from(String(said))
  return {
    id: reminderId(guide.flow),
    version: '1',
    title: both('remind.title'),
    steps: [
      {
        kind: 'date',
        id: 'ngay',
        uncounted: true,
        ask: (scope) => scope.text('remind.ask', { guide: guide.title[scope.lang] }),
        offers: (scope) => [
          { id: 'mai', label: both('remind.tomorrow'), says: ['mai', 'ngày mai', 'sáng mai'] },
          { id: 'ba', label: both('remind.three_days'), says: ['ba ngày nữa', '3 hôm nữa'] },
          ...(isApart(scope)
            ? [{ id: 'tuan', label: both('remind.monday'), says: ['tuần sau', 'thứ hai'] }]
            : []),
        ],
        read(typed, scope) {
          const date = readFuture(typed, scope.today)
          return date
            ? { ok: true, value: date.toString() }
            : { ok: false, say: scope.text('remind.unclear', { example: sayDayMonth(inDays(scope, 2)) }) }
        },
        show: (value, scope) => sayShortDate(dateOf(scope, value)),
        accepts: (value) => value in dates,
      },
      {
        kind: 'do',
        id: 'set',
        run(scope) {
          const at = dateOf(scope).toZonedDateTime({ timeZone: zone, plainTime: hour }).toInstant().toString()
          const text = scope.text('remind.message', { guide: guide.title[scope.lang] })
          return { effects: [{ kind: 'remind', at, about: guide.flow, text, lang: scope.lang }] }
        },
      },
      {
        kind: 'say',
        id: 'said',
        say: (scope) => [
          {
            blocks: [
              {
                kind: 'text',
                text: scope.text('remind.set', { date: sayDate(dateOf(scope), scope.lang) }),
              },
            ],
            choices: [{ label: scope.text('choice.unremind'), ref: 'c.unremind' }],
          },
        ],
      },
    ],
  }
}

/** A day to come, within what people plan. */
function readFuture(typed: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const read = readDate(typed, today, { towards: 'future' })
  if (!read.ok) return undefined
  const { days } = today.until(read.date)
  return days >= 1 && days <= mostDays ? read.date : undefined
}

function sayDayMonth(date: Temporal.PlainDate): string {
  return `${date.day}/${date.month}`
}
