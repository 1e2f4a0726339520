import type { InputStep } from '../../../dialogue/flow.ts'
import type { DraftPart, PartWords } from '../draft-part.ts'
import { readPeriod } from '../read-moment.ts'
import { writtenStep } from './written-step.ts'

/** Between both ends of an event, in the answer that holds them. */
const to = '/'

/** When and where people are to come. */
export function eventPart(words: PartWords): DraftPart {
  const { both, facts } = words
  const when: InputStep = {
    kind: 'text',
    id: 'event',
    uncounted: true,
    ask: both('desk.ask.event'),
    offers: () => [{ id: 'none', label: both('desk.event.none'), wayOut: true }],
    read(typed, scope) {
      const read = readPeriod(typed, scope.now)
      if (!read.ok) return { ok: false, say: scope.text(`desk.moment.${read.why}`) }
      return { ok: true, value: [read.at, ...(read.until ? [read.until] : [])].join(to) }
    },
    accepts: () => false,
  }
  return {
    id: 'event',
    steps: [
      when,
      {
        ...writtenStep(
          {
            id: 'place',
            longest: facts.longest.place,
            offers: () => [{ id: 'none', label: both('desk.place.none'), wayOut: true }],
          },
          words,
        ),
        when: ({ answers }) => (answers.event === undefined ? undefined : answers.event !== 'none'),
      },
    ],
    change({ answers: { event, place } }) {
      if (event === 'none') return { fields: { event: null } }
      const [startsAt = '', endsAt] = String(event).split(to)
      const where = place === 'none' ? {} : { place: String(place) }
      return { fields: { event: { startsAt, ...(endsAt ? { endsAt } : {}), ...where } } }
    },
  }
}
