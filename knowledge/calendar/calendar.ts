import type { Temporal } from 'temporal-polyfill'

/** The working-day clock of Hanoi: closed days, worked Saturdays, office hours. All of it is data. */
export interface Calendar {
  /** Whether offices work on this day at all. */
  isWorkingDay(day: Temporal.PlainDate): boolean
  /**
   * When the result of a dossier is due.
   * @param received when the dossier is taken in
   * @param dossier where, and how often its clock stood still
   * @returns the due instant (the end of office hours of the due date, or the exact instant for hours)
   */
  due(received: Temporal.Instant, time: Duration, dossier?: Dossier): Due
  /** The last day of a citizen's own period counted from `from` (day 0), moved on when it ends on a closed day. */
  periodEnd(from: Temporal.PlainDate, period: { value: number; unit: 'day' | 'working_day' | 'month' }): Due
  /**
   * Opening hours of a kind of office as they are said, and whether it is open at an instant.
   * @param unit the slug of the unit whose office it is: some keep hours of their own
   */
  office(kind: OfficeKind, unit?: string): OfficeHours
  isOpen(at: Temporal.Instant, kind: OfficeKind, unit?: string): boolean
  /** The next instant at which the office opens; `at` itself when it is open then. */
  nextOpening(at: Temporal.Instant, kind: OfficeKind, unit?: string): Temporal.Instant
  /** The last day that the data covers. */
  coveredUntil: Temporal.PlainDate
}

export type OfficeKind = 'one_stop' | 'police'

export interface Duration {
  value: number
  unit: 'same_day' | 'hour' | 'day' | 'working_day' | 'month'
  /** "15:00": received after it counts as received the next working day. */
  cutoff?: string
}

/** What of a dossier decides when it is due, besides its own time. */
export interface Dossier {
  /** Whose desk takes it in, until that closes; the one-stop desk unless said otherwise. */
  office?: OfficeKind
  /** The slug of the unit whose office it is: some keep hours of their own. */
  unit?: string | undefined
  /**
   * While the clock stood still (papers to supply, taxes to pay): the due date moves on by as many days of the kind
   * that is counted. The day on which it goes on is a new day 0, like the day of receipt.
   */
  pauses?: readonly Pause[]
}

/** From the day on which the clock stopped to the one on which it went on, in Hanoi. */
export interface Pause {
  from: Temporal.PlainDate
  to: Temporal.PlainDate
}

export interface Due {
  date: Temporal.PlainDate
  at: Temporal.Instant
  /** A computed, not announced, closed day lies on the way: to be said with "dự kiến". */
  tentative: boolean
}

export interface OfficeHours {
  /** As said to a citizen. */
  said: { vi: string; en: string }
  /** False when nobody has confirmed them: to be said with "hỏi lại cán bộ". */
  verified: boolean
}
