import { Temporal } from 'temporal-polyfill'
import { zone } from '../../../../knowledge/calendar/hanoi-day.ts'
import type { Scope } from '../../../dialogue/flow.ts'
import type { DraftPart, PartWords } from '../draft-part.ts'
import { momentStep } from './moment-step.ts'

/** When messages may go out again on the next day. */
const opens = Temporal.PlainTime.from('07:00')

/** When it goes out. */
export function timePart({ both }: PartWords): DraftPart {
  const tomorrow = ({ today }: Scope) =>
    today.add({ days: 1 }).toZonedDateTime({ timeZone: zone, plainTime: opens }).toInstant().toString()
  return {
    id: 'time',
    steps: [
      momentStep({
        id: 'at',
        ask: both('desk.ask.at'),
        offers: () => [
          { id: 'now', label: both('desk.at.now'), says: ['ngay', 'gửi ngay', 'bây giờ', 'now', 'at once'] },
          { id: 'morning', label: both('desk.at.morning'), says: ['sáng mai', 'tomorrow morning'] },
        ],
      }),
    ],
    change(scope) {
      const { at } = scope.answers
      return { fields: { at: at === 'now' ? null : at === 'morning' ? tomorrow(scope) : String(at) } }
    },
  }
}
