import { createDateReader } from '../../reading/create-date-reader.ts'
import { longestText } from '../../reading/create-field-readers.ts'
import { readPhone } from '../../reading/read-phone.ts'
import { type ReadUpdate, readUpdate, type UpdateReading } from '../read-update.ts'
import { createFieldReader, type Fields, isFields } from './create-field-reader.ts'
import type { FeedMap, FeedName, OneStopMap } from './one-stop-map.ts'
import { readSupplements } from './read-supplements.ts'
import { sumFees } from './sum-fees.ts'

/**
 * Reads records of the one-stop system, by the map of its fields. What decides about a dossier (code, status, dates)
 * has to be right, or the record is refused; what only helps (a telephone number, an identity number, an agency that
 * is no unit of ours) is left out where it is of no use, and a text that is too long is cut.
 */
export function createRecordReader(
  map: OneStopMap,
  { unit: only, ...reading }: UpdateReading,
): (feed: FeedName, record: unknown) => ReadUpdate {
  const read = createFieldReader(map.blanks)
  const readDate = createDateReader({ forms: map.dates })
  /** What cannot be read stays as it is, and is then refused as no date. */
  const instant = (text: string | undefined, toEnd?: true) => {
    const read = text === undefined ? undefined : readDate(text, toEnd)
    return read && 'at' in read ? read.at : text
  }

  function statusOf(text = ''): string {
    const plain = text.replace(/^0+(?=\d)/, '')
    return Object.hasOwn(map.statuses, plain) ? String(map.statuses[plain]) : text
  }

  /** An agency that is none of our units is not the one served either; the steps of a dossier name none at all. */
  function unitOf(said: readonly string[], named: FeedMap['fields']['unit']): string | undefined {
    if (said.length === 0) return named === undefined ? undefined : only
    const mapped = said.find((text) => Object.hasOwn(map.units, text))
    if (mapped !== undefined) return map.units[mapped]
    return said.find((text) => reading.unitOf(text) !== undefined)
  }

  function translate(feed: FeedMap, record: Fields): Fields {
    const { fields, status_at, supplements, fees, results } = feed
    const text = (name: keyof typeof fields) => read.text(record, fields[name])
    const status = statusOf(text('status'))
    const code = reading.statusOf(status)
    const since = code && status_at?.[code]
    const { papers = [], due } = supplements ? readSupplements(record, supplements, read) : {}
    const given = results && read.list(record, results.list)?.flatMap((one) => read.texts(one, results.name))
    return {
      code: text('code'),
      status,
      procedure: text('procedure')?.slice(0, longestText.procedure),
      applicant: text('applicant')?.slice(0, longestText.applicant),
      phone: readPhone(text('phone') ?? ''),
      // A tax code is no identity number, but its end is as good a proof.
      id_last4: /^\d{5,8}(\d{4})$/.exec(text('identity') ?? '')?.[1],
      unit: unitOf(read.texts(record, fields.unit), fields.unit),
      received_at: instant(text('received_at')),
      due_at: later(instant(text('due_at'), true), instant(due, true)),
      status_at: instant(text('status_at') ?? read.text(record, since)),
      note: text('note')?.slice(0, longestText.note),
      papers: code === 5 && papers.length > 0 ? papers : undefined,
      supply_by: instant(text('supply_by'), true),
      fee_due: fees && sumFees(record, fees, { read, waits: code === 6 }),
      apology_at: instant(text('apology_at')),
      result: text('result') ?? given?.join('; ').slice(0, longestText.result),
    }
  }

  return (feed, record) =>
    isFields(record)
      ? readUpdate(translate(map.feeds[feed], record), reading)
      : { ok: false, reason: 'no record' }
}

/** Of two ISO instants; what is none is handed on, to be refused. */
function later(one: string | undefined, other: string | undefined): string | undefined {
  const said = [one, other].filter((instant) => instant !== undefined)
  return said.find((instant) => !instant.endsWith('Z')) ?? said.toSorted().at(-1)
}
