/** How a unit kept its dates in a field, of the dossiers received in one month. */
export interface OnTimeRow extends OnTimeCounts {
  /** A slug; null where the source did not say. */
  unit: string | null
  /** Null for a procedure that is not known here. */
  field: string | null
  /** `2026-11`, in Hanoi. */
  month: string
}

/** `received` is the sum of the six after it. */
export interface OnTimeCounts {
  received: number
  /** Finished before the due day. */
  early: number
  /** Finished on the due day, in time. */
  on_time: number
  /** Finished after it. */
  late: number
  /** Not finished, and should be. */
  overdue: number
  /** Not finished, and not yet due, or waiting for the citizen. */
  running: number
  /** Withdrawn, stopped, or finished without a due date. */
  unjudged: number
  /** Early and on time, of all that is finished or overdue, in percent to one decimal; null of none. */
  percent: number | null
}
