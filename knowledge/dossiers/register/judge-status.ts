import type { DossierStatus } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import type { StoredDossier } from './stored-dossier.ts'

/** A status as a source states it. */
export interface Stated {
  status: DossierStatus
  /** When the dossier got it, ISO, where the source says so. */
  at?: string | undefined
  source: string
}

/**
 * What a stated status is beside the stored one: `newer` takes its place, `same` says it again, `late` was true
 * before, `stale` is an old statement of the same source come back, `conflict` is for an operator to see.
 */
export type Standing = 'newer' | 'same' | 'late' | 'stale' | 'conflict'

/** From here on a dossier is finished, one way or another. */
const finishedRank = 3

/**
 * How a stated status stands to the stored one. The rank never falls by it; of one rank the latest counts, so that
 * what arrives in another order, or again, ends in the same. Instants are ISO in one form, comparable as text.
 */
export function judgeStatus(
  stored: Pick<StoredDossier, 'status' | 'statusAt' | 'statusBy' | 'source'>,
  stated: Stated,
  { statuses }: Pick<DossierFacts, 'statuses'>,
): Standing {
  const { status, at, source } = stated
  const foreign = source !== stored.source
  if (stored.statusBy === 'corrected') {
    // What was known then has been corrected; what has no time may still be of then.
    if (at !== undefined && at <= stored.statusAt) return 'late'
    if (at === undefined && foreign) return status === stored.status ? 'same' : 'conflict'
  }
  if (status === stored.status) return judgeSame(stored, at)
  const rise = statuses[status].rank - statuses[stored.status].rank
  if (rise > 0) return 'newer'
  const before = at !== undefined && at < stored.statusAt
  if (rise < 0) {
    if (before) return 'late'
    return foreign || at !== undefined ? 'conflict' : 'stale'
  }
  if (foreign && statuses[status].rank >= finishedRank) return 'conflict'
  // A time of our own is only when we heard: what is stated later counts as later.
  if (at === undefined || stored.statusBy === 'seen') return 'newer'
  if (at === stored.statusAt) return status > stored.status ? 'newer' : 'late'
  return before ? 'late' : 'newer'
}

function judgeSame(
  { statusAt, statusBy }: Pick<StoredDossier, 'statusAt' | 'statusBy'>,
  at?: string,
): Standing {
  if (at === undefined) return 'same'
  if (statusBy === 'seen') return 'newer'
  if (at === statusAt) return 'same'
  return at < statusAt ? 'late' : 'newer'
}
