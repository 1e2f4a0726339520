import { Temporal } from 'temporal-polyfill'
import { sayDate } from '../../knowledge/calendar/say-date.ts'
import type { Lang } from '../dialogue/event.ts'
import type { Flow, Scope } from '../dialogue/flow.ts'
import { readDate } from '../dialogue/read-date.ts'

const zone = 'Asia/Ho_Chi_Minh'
/** A decent hour, when offices open. */
const hour = Temporal.PlainTime.from('08:00')
/** Nobody plans a visit to the ward further ahead; a later date is more likely a slip. */
const mostDays = 366

/** "Nhắc tôi": when to remind about the guide finished last. */
export function setReminder(
  both: (key: string) => Record<Lang, string>,
  titleOf: (flow: string, scope: Scope) => string,
): Flow {
  const inDays = (scope: Scope, days: number) => scope.today.add({ days })
  const nextMonday = (scope: Scope) => inDays(scope, (8 - scope.today.dayOfWeek) % 7 || 7)
  const dates: Record<string, (scope: Scope) => Temporal.PlainDate> = {
    mai: (scope) => inDays(scope, 1),
    ba: (scope) => inDays(scope, 3),
    tuan: nextMonday,
  }
  const dateOf = (scope: Scope) => {
    const said = String(scope.answers.ngay)
    return dates[said]?.(scope) ?? Temporal.PlainDate.from(said)
  }
  return {
    id: 'remind',
    version: '1',
    title: both('remind.title'),
    steps: [
      {
        kind: 'date',
        id: 'ngay',
        uncounted: true,
        ask: (scope) => scope.text('remind.ask', { guide: about(scope, titleOf) }),
        offers: () => [
          { id: 'mai', label: both('remind.tomorrow'), says: ['mai', 'ngày mai', 'sáng mai'] },
          { id: 'ba', label: both('remind.three_days'), says: ['ba ngày nữa', '3 hôm nữa'] },
          { id: 'tuan', label: both('remind.monday'), says: ['tuần sau', 'thứ hai'] },
        ],
        read(typed, scope) {
          const date = readFuture(typed, scope.today)
          return date
            ? { ok: true, value: date.toString() }
            : { ok: false, say: scope.text('remind.unclear', { example: sayDayMonth(inDays(scope, 2)) }) }
        },
        show: (value) => String(value).split('-').reverse().join('/'),
        accepts: (value) => value in dates,
      },
      {
        kind: 'do',
        id: 'set',
        run(scope) {
          const at = dateOf(scope).toZonedDateTime({ timeZone: zone, plainTime: hour }).toInstant().toString()
          const guide = about(scope, titleOf)
          const flow = scope.state.finished?.at(-1)?.flow ?? 'remind'
          return {
            effects: [{ kind: 'remind', at, about: flow, text: scope.text('remind.message', { guide }) }],
          }
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

function about(scope: Scope, titleOf: (flow: string, scope: Scope) => string): string {
  const flow = scope.state.finished?.at(-1)?.flow
  return flow ? titleOf(flow, scope) : scope.text('remind.papers')
}

/** A day to come: a day and month without a year is the next such one. */
function readFuture(typed: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const read = readDate(typed, today)
  if (!read.ok) return undefined
  const past = Temporal.PlainDate.compare(read.date, today) <= 0
  const dayAndMonth = /\d/.test(typed) && !/\d{4}/.test(typed)
  const date = past && dayAndMonth ? read.date.add({ years: 1 }) : read.date
  const days = today.until(date).days
  return days >= 1 && days <= mostDays ? date : undefined
}

function sayDayMonth(date: Temporal.PlainDate): string {
  return `${date.day}/${date.month}`
}
