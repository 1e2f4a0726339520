import { isDiskFull } from './database/is-disk-full.ts'
import type { PartState } from './health.ts'

/** Whether there is room for what has to be kept, as the writes themselves tell. */
export interface RoomWatch {
  /** To be told of every write: what failed it, or nothing when it was taken. */
  note(failure?: unknown): void
  state(): PartState
}

/** What our own disk has no room for is tried again sooner, however much else the database takes meanwhile. */
const retriedMs = 5_000

export function watchRoom(): RoomWatch {
  /** Until the database takes something again; our own disk by the time of its last refusal, ms. */
  const lacking = { database: false, ownAt: Number.NEGATIVE_INFINITY }
  const full = (detail: string): PartState => ({ status: 'degraded', detail: `${detail}; make room` })

  return {
    note(failure) {
      const whose = isDiskFull(failure)
      if (whose === 'own') lacking.ownAt = performance.now()
      else if (failure === undefined || whose) lacking.database = whose === 'database'
    },
    state() {
      if (lacking.database)
        return full('the disk of the database is full: what people write could not be kept')
      if (performance.now() - lacking.ownAt < retriedMs)
        return full(
          'the disk of DATA_DIR is full: people cannot be erased, since that could not be kept in the journal',
        )
      return { status: 'ok' }
    },
  }
}
