import type { Candidates, IntentCandidate, ProcedureCandidate, Signs } from './create-candidates.ts'
import type { FeedbackKind } from './match.ts'

/** What each sign counts, for procedures, intents and none. */
export interface ScorerWeights {
  procedure: Signs
  intent: Signs
  none: Signs
}

export interface Scored {
  /** Most likely first. */
  procedures: (ProcedureCandidate & { likely: number })[]
  intents: (IntentCandidate & { likely: number })[]
  /** How likely it is that one of the procedures is meant, and that nothing of the ward's is. */
  procedure: number
  none: number
  /** Nothing that was said is known here. */
  stranger: boolean
  referral?: string
  feedback?: FeedbackKind
}

/** How likely each candidate is what was meant: a softmax over the weighed signs of all of them. */
export function scoreCandidates(candidates: Candidates, weights: ScorerWeights): Scored {
  const { procedures, intents, none, referral, feedback } = candidates
  const exps = {
    procedures: procedures.map(({ signs }) => weigh(signs, weights.procedure)),
    intents: intents.map(({ signs }) => weigh(signs, weights.intent)),
    none: weigh(none.signs, weights.none),
  }
  const most = Math.max(...exps.procedures, ...exps.intents, exps.none)
  const exp = (score: number) => Math.exp(score - most)
  const total = [...exps.procedures, ...exps.intents, exps.none].reduce((sum, score) => sum + exp(score), 0)
  const likely = (score = Number.NEGATIVE_INFINITY) => exp(score) / total
  const scored = procedures.map((one, at) => ({ ...one, likely: likely(exps.procedures[at]) }))
  return {
    procedures: scored.sort(
      (a, b) => b.likely - a.likely || a.prepared.entry.code.localeCompare(b.prepared.entry.code),
    ),
    intents: intents
      .map((one, at) => ({ ...one, likely: likely(exps.intents[at]) }))
      .sort((a, b) => b.likely - a.likely),
    procedure: scored.reduce((sum, one) => sum + one.likely, 0),
    none: likely(exps.none),
    stranger: none.stranger,
    referral,
    feedback,
  }
}

function weigh(signs: Signs, weights: Signs): number {
  let score = 0
  for (const name in signs) score += (signs[name] ?? 0) * (weights[name] ?? 0)
  return score
}
