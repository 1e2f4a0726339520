import { createAspectFinder, createIntentFinder, type FoundIntent } from './find-intents.ts'
import type { MatchingData } from './load-matching-data.ts'
import type { Match } from './match.ts'
import { createRanking, type MatchEntry, type Ranked } from './rank-procedures.ts'
import { createQueryReader, type Query } from './read-query.ts'

export type { MatchEntry }

export interface Matcher {
  /** Tells what a text is about; about half a millisecond, whatever is typed. */
  match(text: string): Match
}

/** The gate: fitted with the weights of the ranking, see `rank-procedures.ts`. */
const gate = {
  /** Said at once only when so much of the question is accounted for … */
  covers: 0.55,
  /** … and the next one is so far behind, as a share of the best. */
  lead: 0.12,
  /** With the next one as far behind as this, less will do. */
  wideLead: 0.35,
  wideCovers: 0.45,
  /** What a question without any known matter must share with the best; and one that hints at some. */
  alike: 0.5,
  related: 0.2,
  /** Below this nothing is offered; what is named is offered sooner. */
  offer: 0.3,
  offerNamed: 0.1,
} as const

/**
 * Builds the matcher of a catalogue.
 * @param entries the procedures, each with all the names it goes by
 * @param data wordings of intents, concepts and shorthand, see `loadMatchingData`
 */
export function createMatcher(entries: readonly MatchEntry[], data: MatchingData): Matcher {
  const read = createQueryReader(data)
  const rank = createRanking(entries, read, data)
  const findIntents = createIntentFinder(data)
  const findAspect = createAspectFinder(data.aspects)
  return {
    match(text) {
      const query = read(text)
      const ranked = rank(query)
      const intents = findIntents(query)
      const offered = ranked
        .slice(0, 5)
        .filter(({ score, named }) => score >= (named ? gate.offerNamed : gate.offer))
      const decision = decide(query, offered, intents)
      const first = intents[0]
      const shown = decision === 'none' ? [] : offered
      return {
        decision,
        procedures: shown.map(({ entry, score }) => ({
          code: entry.code,
          name: entry.name,
          score: Math.round(score * 1000) / 1000,
        })),
        intent: first?.intent ?? null,
        intents: intents.map(({ intent }) => intent),
        aspect: findAspect(query),
        ...(first?.call ? { call: first.call } : {}),
      }
    },
  }
}

function decide(
  query: Query,
  offered: readonly Ranked[],
  intents: readonly FoundIntent[],
): Match['decision'] {
  const [first] = intents
  if (first?.wins === 'always' || first?.wins === 'over_procedures') return 'intent'
  const [best, second] = offered
  if (!best || !asksFor(query, best)) return first ? 'intent' : 'none'
  if (first?.wins === 'unless_named' && !best.named) return 'intent'
  const lead = second ? (best.score - second.score) / best.score : 1
  const enough = lead >= gate.wideLead ? gate.wideCovers : gate.covers
  return best.named && best.fits && lead >= gate.lead && best.covers >= enough ? 'procedure' : 'choices'
}

/**
 * Whether the best has to do with the matter at all: words of every office ("giấy", "làm") are nothing to go
 * by, and neither is a procedure that has none of the matters that were named.
 */
function asksFor(query: Query, best: Ranked): boolean {
  if (best.named) return true
  if ([...query.concepts.values()].some(({ hint, qualifier }) => !hint && !qualifier)) return false
  if ([...query.matter.values()].every(({ office, inConcept }) => office && !inConcept)) return false
  return best.covers >= (query.concepts.size > 0 ? gate.related : gate.alike)
}
