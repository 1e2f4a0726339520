import type { DossierStatus } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import type { StoredDossier } from './stored-dossier.ts'

/** A status as a source states it. */
export interface Stated {
  status: DossierStatus
  /** When the dossier got it, ISO, where the source says so. */
  at?: string | undefined
  source: string
  /** When it was said at the latest, ISO. Without it, now. */
  asOf?: string | undefined
  /** It comes from a copy, which may be older than `asOf`. */
  copied?: true | undefined
  /** ISO instant. */
  now: string
}

/**
 * What a stated status is beside the stored one: `newer` takes its place, `same` says it again, `late` was true
 * before, `stale` is an old statement come back, `conflict` is for an operator to see.
 */
export type Standing = 'newer' | 'same' | 'late' | 'stale' | 'conflict'

/** What is known of a dossier's status. */
type Known = Pick<StoredDossier, 'status' | 'statusAt' | 'statusBy' | 'source' | 'asOf'>

/** From here on a dossier is finished, one way or another. */
const finishedRank = 3

/**
 * How a stated status stands to the stored one. The rank never falls by it; of one rank the latest counts, by the
 * source's time or else by when it was said, so that what arrives in another order, or again, ends in the same.
 * Instants are ISO in one form, comparable as text.
 */
export function judgeStatus(
  stored: Known,
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
  if (status === stored.status) return judgeSame(stored, stated)
  const rise = statuses[status].rank - statuses[stored.status].rank
  if (rise > 0) return 'newer'
  if (rise < 0) {
    if (at !== undefined && at < stored.statusAt) return 'late'
    return foreign || at !== undefined ? 'conflict' : 'stale'
  }
  if (foreign && statuses[status].rank >= finishedRank) return 'conflict'
  return judgeEqual(stored, stated)
}

/** Another status of the same rank. */
function judgeEqual(stored: Known, stated: Stated): Standing {
  const { status, at, source, copied } = stated
  const since = whenStated(stated)
  if (since < stored.statusAt) return 'late'
  if (at === undefined && isOutdated(stored, stated)) return 'late'
  // A copy that names no time may be older than it looks; whoever named one knows better.
  if (at === undefined && copied && source !== stored.source && stored.statusBy !== 'seen') return 'conflict'
  if (since > stored.statusAt) return 'newer'
  // What is said now comes after all that was said.
  if (at === undefined && stated.asOf === undefined) return 'newer'
  return status > stored.status ? 'newer' : 'late'
}

function judgeSame(stored: Known, stated: Stated): Standing {
  const { at } = stated
  const repeats = isOutdated(stored, stated) ? 'stale' : 'same'
  if (at === undefined) return whenStated(stated) < stored.statusAt ? 'stale' : repeats
  if (stored.statusBy === 'seen') return 'newer'
  if (at === stored.statusAt) return repeats
  return at < stored.statusAt ? 'late' : 'newer'
}

/** Since when a dossier has a status that is stated, as far as is known. */
export function whenStated({ at, asOf, now }: Pick<Stated, 'at' | 'asOf' | 'now'>): string {
  const since = at ?? asOf ?? now
  return since < now ? since : now
}

/** Whether its own source has said something later, and that was taken over. */
export function isOutdated(stored: Pick<Known, 'asOf' | 'source'>, { asOf, source }: Stated): boolean {
  return source === stored.source && asOf !== undefined && stored.asOf !== null && asOf < stored.asOf
}
