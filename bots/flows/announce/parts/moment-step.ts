import type { Lang } from '../../../dialogue/event.ts'
import type { InputStep } from '../../../dialogue/flow.ts'
import { sayMoment } from '../../announcements/say-moment.ts'
import { readMoment } from '../read-moment.ts'

interface Asked {
  id: string
  ask: Record<Lang, string>
  offers: NonNullable<InputStep['offers']>
  /** A day alone is meant to its end. */
  dayEnds?: true
}

/** Asks for a day and an hour to come; the answer is an ISO instant. */
export function momentStep({ id, ask, offers, dayEnds }: Asked): InputStep {
  return {
    kind: 'text',
    id,
    uncounted: true,
    ask,
    offers,
    read(typed, scope) {
      const read = readMoment(typed, scope.now, dayEnds ? { alone: '23:59' } : {})
      return read.ok
        ? { ok: true, value: read.at.toString() }
        : { ok: false, say: scope.text(`desk.moment.${read.why}`) }
    },
    accepts: () => false,
    show: (value, { lang }) => sayMoment(String(value), lang),
  }
}
