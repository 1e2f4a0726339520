import { Temporal } from 'temporal-polyfill'
import type { DraftFields } from '../../bots/dialogue/event.ts'
import type { Refusal } from '../../knowledge/announcements/announcement.ts'
import type { AnnouncementFacts } from '../../knowledge/announcements/facts/announcement-facts.ts'
import { cleanText } from '../../knowledge/dossiers/reading/clean-text.ts'
import { fold } from '../../knowledge/matching/fold.ts'
import { cleanLine } from './clean-line.ts'
import { readAddress } from './read-address.ts'
import { readInstant } from './read-instant.ts'

/** What a draft is judged by. @property now ISO instant */
export interface DraftRules {
  facts: AnnouncementFacts
  now: string
}

/** A value as it may be kept, or why it may not. */
type Read<T> = { value: T } | { refusal: Refusal }

/** Anything with something to be seen; marks and joiners alone are nothing. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u

/**
 * Checks what is given of a draft, each part by itself: what is absent is not missed, and null takes a part away.
 * Whom it is for is another matter (`check-audience.ts`).
 * @returns the parts as they may be kept, and every mistake there is
 */
export function checkFields(
  given: DraftFields,
  { facts, now }: DraftRules,
): { fields: DraftFields; refusals: Refusal[] } {
  const { longest } = facts
  const fields: DraftFields = {}
  const refusals: Refusal[] = []
  function take<Name extends keyof DraftFields>(
    name: Name,
    read: (value: NonNullable<DraftFields[Name]>) => Read<DraftFields[Name]>,
  ): void {
    const value = given[name]
    if (value === undefined) return
    const done: Read<DraftFields[Name]> = value === null ? { value } : read(value)
    if ('refusal' in done) refusals.push(done.refusal)
    else fields[name] = done.value
  }

  take('title', (title) => bounded('title', cleanLine(title), longest.title))
  take('text', (text) => bounded('text', cleanText(text), longest.text))
  take('topic', (topic) =>
    facts.topics.some(({ id }) => id === topic)
      ? { value: topic }
      : wrong('bad_topic', { topics: facts.topics.map(({ id }) => id).join(', ') }),
  )
  take('audience', (value) => ({ value }))
  take('at', (text) => readAt(text, now))
  take('urgent', (category) =>
    facts.urgent.some(({ id }) => id === category)
      ? { value: category }
      : wrong('urgent_category', { categories: facts.urgent.map(({ id }) => id).join(', ') }),
  )
  take('expiresAt', (text) => {
    const value = readInstant(text)
    return value === undefined || !isAfter(value, now) ? wrong('bad_expiry') : { value }
  })
  take('link', (link) => readLink(link, longest.link_label))
  take('event', (event) => readEvent(event, longest.place))
  take('poll', (poll) => readPoll(poll, facts))
  take('canary', (value) => ({ value }))
  return { fields, refusals }
}

function readAt(text: string, now: string): Read<string> {
  const value = readInstant(text)
  if (value === undefined) return wrong('past', { field: 'at', no: 'instant' })
  return isAfter(value, now) ? { value } : wrong('past', { field: 'at' })
}

function readLink(
  { label, url }: NonNullable<DraftFields['link']>,
  most: number,
): Read<NonNullable<DraftFields['link']>> {
  const address = readAddress(url)
  if (address === undefined) return wrong('bad_link')
  const read = bounded('link.label', cleanLine(label), most)
  return 'refusal' in read ? read : { value: { label: read.value, url: address } }
}

function readEvent(
  { startsAt, endsAt, place }: NonNullable<DraftFields['event']>,
  most: number,
): Read<NonNullable<DraftFields['event']>> {
  const start = readInstant(startsAt)
  const end = endsAt === undefined ? undefined : readInstant(endsAt)
  if (start === undefined || (endsAt !== undefined && (end === undefined || !isAfter(end, start))))
    return wrong('bad_event')
  const where = cleanLine(place ?? '')
  if (length(where) > most) return wrong('too_long', { field: 'event.place', most })
  return {
    value: { startsAt: start, ...(end === undefined ? {} : { endsAt: end }), ...(where && { place: where }) },
  }
}

function readPoll(
  { question, options }: NonNullable<DraftFields['poll']>,
  { longest, poll_options: most }: AnnouncementFacts,
): Read<NonNullable<DraftFields['poll']>> {
  if (options.length < 2 || options.length > most) return wrong('bad_poll', { least: 2, most })
  const asked = bounded('poll.question', cleanLine(question), longest.poll_question)
  if ('refusal' in asked) return asked
  const kept: string[] = []
  for (const option of options) {
    const read = bounded('poll.options', cleanLine(option), longest.poll_option)
    if ('refusal' in read) return read
    kept.push(read.value)
  }
  // A typed answer has to tell which.
  if (new Set(kept.map(fold)).size < kept.length) return wrong('bad_poll', { least: 2, most })
  return { value: { question: asked.value, options: kept } }
}

function bounded(field: string, text: string, most: number): Read<string> {
  if (!visible.test(text)) return wrong('empty', { field })
  return length(text) > most ? wrong('too_long', { field, most }) : { value: text }
}

function wrong(why: Refusal['why'], values?: Refusal['values']): { refusal: Refusal } {
  return { refusal: { why, ...(values ? { values } : {}) } }
}

/** In characters, as people count. */
function length(text: string): number {
  return [...text].length
}

function isAfter(one: string, other: string): boolean {
  return Temporal.Instant.compare(one, other) > 0
}
