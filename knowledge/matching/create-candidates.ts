import type { Classifier } from './create-classifier.ts'
import { createLexicalIndex } from './create-lexical-index.ts'
import { featuresOf } from './features-of.ts'
import type { FoundIntent } from './find-intents.ts'
import type { FeedbackKind, Intent } from './match.ts'
import type { PreparedProcedure } from './prepare-procedure.ts'
import { compareWith, type LexicalSigns } from './procedure-signs.ts'
import type { Query } from './read-query.ts'

/** What a text may be about: a procedure, an intent or nothing of the ward's, each with what speaks for it. */
export interface Candidates {
  procedures: ProcedureCandidate[]
  intents: IntentCandidate[]
  none: { signs: Signs; stranger: boolean }
  /** Whose business it is if not the ward's, and which kind of feedback if any: as far as it can be told. */
  referral?: string
  feedback?: FeedbackKind
}
export interface ProcedureCandidate {
  prepared: PreparedProcedure
  signs: Signs
  lexical: LexicalSigns
  learned: number
}
export interface IntentCandidate {
  intent: Intent
  signs: Signs
  found?: FoundIntent
  learned: number
}
export type Signs = Readonly<Record<string, number>>

/** The wordings that stand in a text. */
export interface Found {
  intents: readonly FoundIntent[]
  /** The referral whose wording says most, with how many words. */
  referral?: { id: string; size: number }
  lifeEvent?: string
  marks: readonly string[]
}

/** How many candidates each way of looking may bring; the right one is hardly ever further down. */
const kept = 24
const unlikely = -8
/** Whose business it is, is only said when it was learnt to be as likely as this; a wording always says it. */
const sureReferral = 0.25

/** What was learnt of a class that stands for none of the catalogue's procedures speaks for none. */
export function createCandidates(
  prepared: readonly PreparedProcedure[],
  qualifiers: ReadonlySet<string>,
  intents: readonly Intent[],
  classifier: Classifier,
) {
  const index = createLexicalIndex(
    prepared.map(({ terms }) => [
      { terms: terms.name, weight: 1 },
      { terms: terms.phrases, weight: 1.5 },
      { terms: terms.field, weight: 0.3 },
    ]),
  )
  const classes = new Map(classifier.classes.map((name, at) => [name, at]))
  const classOf = prepared.map(({ entry }) =>
    [entry.code, ...(entry.replaces ?? [])].map((code) => classes.get(code)).find((at) => at !== undefined),
  )
  const own = new Set(classOf)
  const elsewhere = classifier.classes.flatMap((name, at) =>
    name === 'none' || name.startsWith('none:') || (/^(?:\d|local)\./.test(name) && !own.has(at)) ? [at] : [],
  )
  const classesOfIntent = new Map(
    intents.map((intent) => [
      intent,
      classifier.classes.flatMap((name, at) =>
        name === intent || name.startsWith(`${intent}:`) ? [at] : [],
      ),
    ]),
  )
  const vocabulary = new Set(prepared.flatMap((one) => [...one.vocabulary]))
  const concepts = new Set(prepared.flatMap((one) => [...one.concepts]))

  /** The likeliest of the classes that begin so, without the beginning. */
  const likeliest = (beginning: string, learned: Float64Array, least: number) => {
    let best: { name: string; likely: number } | undefined
    classifier.classes.forEach((name, at) => {
      const likely = Math.exp(learned[at] ?? unlikely)
      if (name.startsWith(beginning) && likely >= Math.max(least, best?.likely ?? 0)) best = { name, likely }
    })
    return best?.name.slice(beginning.length)
  }

  return (query: Query, found: Found): Candidates => {
    const learned = classifier.classify(featuresOf(query, found.marks))
    const bm25 = index.search(query)
    const best = bm25.reduce((most, score) => Math.max(most, score), 0)
    const compare = compareWith(query, qualifiers)
    const learnedOf = (at: number) => {
      const column = classOf[at]
      return column === undefined ? undefined : Math.max(unlikely, learned[column] ?? unlikely)
    }
    const places = prepared.map((_, at) => at)
    const byLearned = places.filter((at) => (learnedOf(at) ?? unlikely) > unlikely)
    byLearned.sort((a, b) => (learnedOf(b) ?? 0) - (learnedOf(a) ?? 0) || a - b)
    const byWords = places.filter((at) => (bm25[at] ?? 0) > 0)
    byWords.sort((a, b) => (bm25[b] ?? 0) - (bm25[a] ?? 0) || a - b)
    const procedures = [...new Set([...byLearned.slice(0, kept), ...byWords.slice(0, kept)])].flatMap(
      (at) => {
        const one = prepared[at]
        if (!one) return []
        const lexical = compare(one)
        const score = bm25[at] ?? 0
        const known = learnedOf(at)
        const signs = procedureSigns(lexical, best === 0 ? 0 : score / best, score, known)
        return [{ prepared: one, lexical, signs, learned: known ?? unlikely }]
      },
    )
    const named = procedures.some(({ lexical }) => lexical.named)
    const sumOf = (columns: readonly number[]) =>
      Math.max(unlikely, Math.log(columns.reduce((sum, at) => sum + Math.exp(learned[at] ?? unlikely), 0)))
    const matters = mattersOf(query, vocabulary, concepts)
    const covers = procedures.reduce((most, { lexical }) => Math.max(most, lexical.covers), 0)
    return {
      procedures,
      intents: intents.map((intent) => {
        const rule = found.intents.find((one) => one.intent === intent)
        const sum = sumOf(classesOfIntent.get(intent) ?? [])
        return {
          intent,
          learned: sum,
          signs: intentSigns(intent, rule, query, sum, named),
          ...(rule ? { found: rule } : {}),
        }
      }),
      none: {
        signs: {
          bias: 1,
          learned: sumOf(elsewhere),
          referral: found.referral ? Math.min(found.referral.size, 4) / 4 : 0,
          ...matters,
          unlike: 1 - covers,
          ...unlearntOf(procedures),
          bm25: Math.log1p(best) / 4,
          named: named ? 1 : 0,
          wish: found.intents.length > 0 ? 1 : 0,
        },
        stranger: matters.unknown === 1 && query.concepts.size + query.signs.size === 0,
      },
      referral: found.referral?.id ?? likeliest('none:', learned, sureReferral),
      feedback: likeliest('feedback:', learned, 0) as FeedbackKind | undefined,
    }
  }
}

function procedureSigns(
  lexical: LexicalSigns,
  share: number,
  bm25: number,
  learned: number | undefined,
): Signs {
  const { overlap, trigram, whole, covers, shared, hinted, qualified, missing, unasked, foreign, extra } =
    lexical
  const unlearnt = learned === undefined ? 1 : 0
  return {
    learned: learned ?? 0,
    unlearnt,
    share,
    bm25: Math.log1p(bm25) / 4,
    overlap,
    trigram,
    whole,
    covers,
    shared: Math.min(shared, 3),
    hinted: Math.min(hinted, 2),
    qualified: Math.min(qualified, 2),
    missing: Math.min(missing, 2),
    unasked: Math.min(unasked, 2),
    foreign: Math.min(foreign, 2),
    extra: Math.min(extra, 3),
    signs: lexical.signs,
    unlearntSigns: unlearnt * lexical.signs,
    unlearntShare: unlearnt * share,
    unlearntOverlap: unlearnt * overlap,
    unlearntTrigram: unlearnt * trigram,
    unlearntWhole: unlearnt * whole,
    unlearntCovers: unlearnt * covers,
  }
}

function intentSigns(
  intent: Intent,
  found: FoundIntent | undefined,
  { words }: Query,
  learned: number,
  named: boolean,
): Signs {
  const signs: Record<string, number> = { learned, [`is_${intent}`]: 1 }
  if (!found) return signs
  signs.found = 1
  signs.size = Math.min(found.size, 4) / 4
  signs.part = Math.min(1, found.size / Math.max(1, words.length))
  signs[found.wins] = 1
  if (named) signs[`${found.wins}_beside_named`] = 1
  return signs
}

/** A procedure that nothing was learnt of speaks against none by its names alone. */
function unlearntOf(procedures: readonly ProcedureCandidate[]): Signs {
  const most = (sign: string) => Math.max(0, ...procedures.map(({ signs }) => signs[sign] ?? 0))
  return { unlearntOverlap: most('unlearntOverlap'), unlearntWhole: most('unlearntWhole') }
}

/** How much of what was said is known here at all. */
function mattersOf({ matter, concepts }: Query, vocabulary: ReadonlySet<string>, own: ReadonlySet<string>) {
  let all = 0
  let unknown = 0
  let strangers = 0
  for (const { key, office } of matter.values()) {
    if (office) continue
    all++
    if (!vocabulary.has(key)) unknown++
  }
  for (const [id, { hint, qualifier }] of concepts) if (!hint && !qualifier && !own.has(id)) strangers++
  return {
    empty: all === 0 ? 1 : 0,
    unknown: all === 0 ? 0 : unknown / all,
    strangers: Math.min(2, strangers),
    short: matter.size <= 2 ? 1 : 0,
  }
}
