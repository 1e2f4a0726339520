import type { DossierUpdate } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { judgeEnds } from './judge-ends.ts'
import { judgeStatus, type Standing } from './judge-status.ts'
import { moveDue } from './move-due.ts'
import type { StoredDossier } from './stored-dossier.ts'
import { inMilliseconds, withPlainTimes } from './with-plain-times.ts'

/** What an update does to a dossier. */
export interface Judgement {
  /** What the register is to hold from now on: nothing when all stays, everything of a new dossier. */
  change: Partial<StoredDossier>
  /** Whether what is said replaces what is stored or only fills what is missing; the keyed hashes go by it too. */
  replaces: boolean
  /** For the history, once: late news may come again any number of times. */
  past?: { at: string; status: StoredDossier['status']; dueAt: string | null }
  disagreements: Disagreement[]
  /** Followers have something to hear. */
  news: boolean
}

/** What a source says and the register does not take over; an operator settles it. */
export interface Disagreement {
  field: 'status' | 'due_at'
  ours: string
  theirs: string
}

interface Options {
  source: string
  /** ISO instant by the injected clock. */
  now: string
  facts: Pick<DossierFacts, 'statuses'>
  /** An official's own correction: it holds, backwards too. */
  correct?: true
}

/** What is stored as it is said. */
const descriptions = [
  ...(['procedure', 'applicant', 'unit', 'note', 'papers', 'feeDue', 'result'] as const),
  ...(['receivedAt', 'supplyBy', 'apologyAt'] as const),
] as const

/** What a follower can act on, or was promised. */
const telling = ['status', 'dueAt', 'papers', 'supplyBy', 'feeDue', 'apologyAt', 'result'] as const

/**
 * What an update does to a stored dossier, or to none yet. What the source does not say is left as it is; what is late
 * only fills what is missing, and never takes a dossier backwards.
 */
export function judgeUpdate(
  stored: StoredDossier | undefined,
  update: DossierUpdate,
  { source, facts, correct, ...options }: Options,
): Judgement {
  const now = inMilliseconds(options.now)
  const said = withPlainTimes(update, now)
  if (!stored) return enter(said, source, now)
  const judged = judgeStatus(stored, { status: said.status, at: said.statusAt, source }, facts)
  const corrects = correct === true && said.status !== stored.status && judged !== 'newer'
  const standing = corrects ? 'newer' : correct && judged === 'late' ? 'same' : judged
  const foreign = source !== stored.source
  const replaces = correct === true || standing === 'newer' || (standing === 'same' && !foreign)
  const next: StoredDossier = {
    ...stored,
    ...describe(stored, said, replaces),
    ...moveDue(stored, said.dueAt, { late: standing === 'late', replaces }),
    // A correction counts from when it was made: whatever was said before then is late.
    ...(standing === 'newer' && {
      status: said.status,
      statusAt: corrects ? now : (said.statusAt ?? now),
      statusBy: corrects ? ('corrected' as const) : said.statusAt ? ('said' as const) : ('seen' as const),
      source,
    }),
    ...judgeEnds(stored, said, { standing, corrects, now }),
  }
  const change = difference(stored, next)
  const past = toPast({ standing, said, next, change, now })
  return {
    change,
    replaces,
    ...(past && { past }),
    disagreements: correct ? [] : disagree(stored, said, { standing, foreign }),
    news: telling.some((field) => field in change),
  }
}

function enter(said: DossierUpdate, source: string, now: string): Judgement {
  const { status, statusAt: at = now } = said
  const statusBy = said.statusAt === undefined ? 'seen' : 'said'
  const none: StoredDossier = { ...nothingKnown, status, statusAt: at, statusBy, source }
  const change = {
    ...none,
    ...describe(none, said, true),
    ...moveDue(none, said.dueAt, { late: false, replaces: true }),
    ...judgeEnds(none, said, { standing: 'newer', corrects: false, now }),
  }
  const past = { at, status, dueAt: change.dueAt }
  return { change, replaces: true, past, disagreements: [], news: true }
}

const nothingKnown = {
  receivedAt: null,
  dueAt: null,
  promisedAt: null,
  finishedAt: null,
  returnedAt: null,
  procedure: null,
  applicant: null,
  unit: null,
  note: null,
  papers: null,
  supplyBy: null,
  feeDue: null,
  apologyAt: null,
  result: null,
}

function describe(stored: StoredDossier, said: DossierUpdate, replaces: boolean): Partial<StoredDossier> {
  const taken = descriptions.filter(
    (field) => said[field] !== undefined && (replaces || stored[field] === null),
  )
  return Object.fromEntries(taken.map((field) => [field, said[field]]))
}

function difference(stored: StoredDossier, next: StoredDossier): Partial<StoredDossier> {
  const differs = (field: keyof StoredDossier) =>
    JSON.stringify(stored[field]) !== JSON.stringify(next[field])
  const fields = Object.keys(next) as (keyof StoredDossier)[]
  return Object.fromEntries(fields.filter(differs).map((field) => [field, next[field]]))
}

function toPast(known: {
  standing: Standing
  said: DossierUpdate
  next: StoredDossier
  change: Partial<StoredDossier>
  now: string
}): Judgement['past'] {
  const { standing, said, next, change, now } = known
  if (standing === 'late') return { at: said.statusAt ?? now, status: said.status, dueAt: said.dueAt ?? null }
  if (change.status !== undefined || change.statusAt !== undefined)
    return { at: next.statusAt, status: next.status, dueAt: next.dueAt }
  return change.dueAt === undefined ? undefined : { at: now, status: next.status, dueAt: next.dueAt }
}

function disagree(
  stored: StoredDossier,
  { status, dueAt }: DossierUpdate,
  { standing, foreign }: { standing: Standing; foreign: boolean },
): Disagreement[] {
  const found: Disagreement[] = []
  if (standing === 'conflict')
    found.push({ field: 'status', ours: String(stored.status), theirs: String(status) })
  const asOfNow = standing === 'same' || standing === 'conflict'
  if (foreign && asOfNow && dueAt !== undefined && stored.dueAt !== null && stored.dueAt !== dueAt)
    found.push({ field: 'due_at', ours: stored.dueAt, theirs: dueAt })
  return found
}
