import type { Temporal } from 'temporal-polyfill'
import type { DossierRow } from '../../knowledge/dossiers/access/dossier-columns.ts'
import { type Notice, nextNotice } from '../../knowledge/dossiers/time/next-notice.ts'
import type { Known } from './push-parts.ts'

/** Where the clock stands with a dossier at an instant. */
export interface Passed {
  /** Keys of what it has said, and of what it owes at that instant. */
  given: string[]
  /** The latest of what it owes: of several at once only that is of use. */
  latest: Notice | undefined
  /** When it has something to say after that, as an ISO instant; null when it has not. */
  next: string | null
}

/**
 * What the clock has to say of a dossier up to an instant, and when it goes on.
 * @param said keys of what it has said
 */
export function passNotices(
  row: DossierRow,
  said: readonly string[],
  now: Temporal.Instant,
  { calendar, facts }: Pick<Known, 'calendar' | 'facts'>,
): Passed {
  const { status, status_at: statusAt, due_at: dueAt, finished_at: finishedAt } = row
  const dossier = { status, statusAt, dueAt, finishedAt, past: row.past ?? [] }
  const given = [...said]
  let latest: Notice | undefined
  for (;;) {
    const notice = nextNotice(dossier, { given, calendar, facts, now })
    if (!notice || notice.at.epochMilliseconds > now.epochMilliseconds)
      return { given, latest, next: notice?.at.toString() ?? null }
    given.push(notice.key)
    latest = notice
  }
}
