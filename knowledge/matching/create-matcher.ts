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
  /** Below this nothing is offered. */
  offer: 0.3,
  /** Another is offered beside the best down to this share of it. */
  beside: 0.6,
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
      const offered = ranked.slice(0, 5).filter(({ score }) => score >= gate.offer)
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
  if (first && first.wins !== 'alone') return 'intent'
  const [best, second] = offered
  if (!best || !asksSomething(query, best)) return first ? 'intent' : 'none'
  const lead = second ? (best.score - second.score) / best.score : 1
  const certain = best.named && best.fits && best.covers >= gate.covers && lead >= gate.lead
  return certain ? 'procedure' : 'choices'
}

/** Something of the matter itself must be shared: words of every office ("giấy", "làm") are nothing to go by. */
function asksSomething(query: Query, best: Ranked): boolean {
  return best.covers > 0.2 && (best.named || query.concepts.size > 0 || best.covers > 0.5)
}
