import type { DossierUpdate } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { judgeEnds } from './judge-ends.ts'
import { isOutdated, judgeStatus, type Standing, whenStated } from './judge-status.ts'
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
  /** It was old, or is denied: said again, it may be neither, and has to be judged anew. */
  passing?: true
}

/** What a source says and the register does not take over; an operator settles it. */
export interface Disagreement {
  /** `contact`: the phone number, of which the last two digits are said. */
  field: 'status' | 'due_at' | 'contact'
  ours: string
  theirs: string
}

interface Options {
  source: string
  /** ISO instant by the injected clock. */
  now: string
  /** When it was said, at the latest: ISO instant. Without it, now. */
  asOf?: string
  /** It comes from a copy, which may be older than `asOf`. */
  copied?: true
  facts: Pick<DossierFacts, 'statuses'>
  /** An official's own correction: it holds, backwards too. */
  correct?: true
}

/** What is stored as it is said. */
const descriptions = ['procedure', 'applicant', 'unit', 'result', 'receivedAt', 'apologyAt'] as const

/** What is said with a status and ends with it: papers that were asked for once are not asked for the next time. */
const ofStatus = ['note', 'papers', 'supplyBy', 'feeDue'] as const

/** What a follower can act on, or was promised. */
const telling = ['status', 'dueAt', 'papers', 'supplyBy', 'feeDue', 'apologyAt', 'result'] as const

/**
 * What an update does to a stored dossier, or to none yet. What the source does not say is left as it is; what is late
 * only fills what is missing, and never takes a dossier backwards.
 */
export function judgeUpdate(
  stored: StoredDossier | undefined,
  update: DossierUpdate,
  { source, facts, correct, copied, ...options }: Options,
): Judgement {
  const now = inMilliseconds(options.now)
  const asOf = options.asOf === undefined ? undefined : inMilliseconds(options.asOf)
  const said = withPlainTimes(update, now)
  const at = whenStated({ at: said.statusAt, asOf, now })
  if (!stored) return enter(said, { source, at, asOf: asOf ?? now })
  const stated = { status: said.status, at: said.statusAt, source, asOf, copied, now }
  const judged = judgeStatus(stored, stated, facts)
  const corrects = correct === true && said.status !== stored.status && judged !== 'newer'
  const standing = corrects ? 'newer' : correct && judged === 'late' ? 'same' : judged
  const foreign = source !== stored.source
  const replaces = correct === true || standing === 'newer' || (standing === 'same' && !foreign)
  const wasTrue = said.statusAt !== undefined && !isOutdated(stored, stated)
  const next: StoredDossier = {
    ...stored,
    ...describe(stored, said, { replaces, standing }),
    ...moveDue(stored, said.dueAt, { late: standing === 'late' && wasTrue, replaces }),
    ...(replaces && { asOf: latest(stored.asOf, asOf ?? now) }),
    // A correction counts from when it was made: whatever was said before then is late.
    ...(standing === 'newer' && {
      status: said.status,
      statusAt: corrects ? now : at,
      statusBy: corrects ? ('corrected' as const) : said.statusAt ? ('said' as const) : ('seen' as const),
      source,
    }),
    ...judgeEnds(stored, said.status, { standing, corrects, at }),
  }
  const change = difference(stored, next)
  const past = toPast({ standing, said, next, change, at: asOf ?? now, since: at })
  return {
    change,
    replaces,
    ...(past && { past }),
    disagreements: correct ? [] : disagree(stored, said, { standing, foreign, facts }),
    news: telling.some((field) => field in change),
    ...(standing !== 'newer' && standing !== 'same' && { passing: true as const }),
  }
}

function enter(
  said: DossierUpdate,
  { source, at, asOf }: { source: string; at: string; asOf: string },
): Judgement {
  const { status } = said
  const statusBy = said.statusAt === undefined ? 'seen' : 'said'
  const none: StoredDossier = { ...nothingKnown, status, statusAt: at, statusBy, source, asOf }
  const change = {
    ...none,
    ...describe(none, said, { replaces: true, standing: 'newer' }),
    ...moveDue(none, said.dueAt, { late: false, replaces: true }),
    ...judgeEnds(none, status, { standing: 'newer', corrects: false, at }),
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

function describe(
  stored: StoredDossier,
  said: DossierUpdate,
  { replaces, standing }: { replaces: boolean; standing: Standing },
): Partial<StoredDossier> {
  const described: Record<string, unknown> = {}
  for (const field of descriptions) {
    if (said[field] !== undefined && (replaces || stored[field] === null)) described[field] = said[field]
  }
  const isNew = standing === 'newer' && said.status !== stored.status
  for (const field of ofStatus) {
    const fits = replaces || (standing === 'same' && stored[field] === null)
    if (said[field] !== undefined && fits) described[field] = said[field]
    else if (isNew) described[field] = null
  }
  return described
}

function latest(known: string | null, said: string): string {
  return known !== null && known > said ? known : said
}

/** Hearing the same once more is no change by itself. */
function difference(stored: StoredDossier, next: StoredDossier): Partial<StoredDossier> {
  const differs = (field: keyof StoredDossier) =>
    JSON.stringify(stored[field]) !== JSON.stringify(next[field])
  const changed = (Object.keys(next) as (keyof StoredDossier)[]).filter(differs)
  if (changed.every((field) => field === 'asOf')) return {}
  return Object.fromEntries(changed.map((field) => [field, next[field]]))
}

function toPast(known: {
  standing: Standing
  said: DossierUpdate
  next: StoredDossier
  change: Partial<StoredDossier>
  at: string
  since: string
}): Judgement['past'] {
  const { standing, said, next, change, at, since } = known
  if (standing === 'late') return { at: since, status: said.status, dueAt: said.dueAt ?? null }
  if (change.status !== undefined || change.statusAt !== undefined)
    return { at: next.statusAt, status: next.status, dueAt: next.dueAt }
  return change.dueAt === undefined ? undefined : { at, status: next.status, dueAt: next.dueAt }
}

function disagree(
  stored: StoredDossier,
  { status, dueAt }: DossierUpdate,
  { standing, foreign, facts }: { standing: Standing; foreign: boolean; facts: Options['facts'] },
): Disagreement[] {
  const found: Disagreement[] = []
  // A lower rank was before; of one rank nobody can tell but the sources.
  const disputed =
    foreign &&
    standing === 'late' &&
    stored.statusBy !== 'corrected' &&
    status !== stored.status &&
    facts.statuses[status].rank === facts.statuses[stored.status].rank
  if (standing === 'conflict' || disputed)
    found.push({ field: 'status', ours: String(stored.status), theirs: String(status) })
  const asOfNow = standing === 'same' || standing === 'conflict'
  if (foreign && asOfNow && dueAt !== undefined && stored.dueAt !== null && stored.dueAt !== dueAt)
    found.push({ field: 'due_at', ours: stored.dueAt, theirs: dueAt })
  return found
}
