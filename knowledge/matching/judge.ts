import type { Signs } from './create-candidates.ts'
import type { Match } from './match.ts'
import type { Scored } from './score-candidates.ts'

/** When something is said at once and when it is asked about; fitted with the scorer's weights. */
export interface Gates {
  /** What each sign counts for the first procedure being the right one (log-odds). */
  confidence: Signs
  /** Said at once from this probability on. */
  sure: number
  /** Added to the likelihood of none before the three are compared: 1 takes them as they are. */
  none: number
  intent: number
}

/**
 * What is done with a text.
 * @param hinted it only tells of an event ("mới sinh con"): then it is asked about
 * @param short it holds hardly more than a name and what is asked about it
 */
export function judge(scored: Scored, gates: Gates, hinted: boolean, short = false): Match['decision'] {
  const intent = (scored.intents[0]?.likely ?? 0) * gates.intent
  const none = scored.none * gates.none
  if (intent >= none && intent > scored.procedure) return 'intent'
  const [best] = scored.procedures
  if (!best || scored.stranger || none > scored.procedure) return 'none'
  const sure = (short && isPlainlyNamed(scored)) || confidenceOf(scored, gates.confidence) >= gates.sure
  return !hinted && sure ? 'procedure' : 'choices'
}

/** How far behind the next one has to be of what is named in so many words and asked for with nothing beside. */
const plainLead = 0.25

/**
 * "Khai sinh cần giấy tờ gì": one of its names stands there as a whole, of the next one none does, and nothing in the
 * question is foreign to it. That another is called by "giấy tờ" too is no reason to ask back.
 */
function isPlainlyNamed({ procedures: [best, second] }: Scored): boolean {
  if (!best || best.lexical.whole === 0 || best.lexical.covers < 0.4) return false
  const { missing, unasked, foreign } = best.lexical
  const rivals = second !== undefined && second.lexical.whole >= best.lexical.whole
  return missing + unasked + foreign === 0 && !rivals && best.likely - (second?.likely ?? 0) >= plainLead
}

/** How sure it is, 0–1, that the first procedure is what was meant. */
export function confidenceOf(scored: Scored, weights: Signs): number {
  const signs = confidenceSigns(scored)
  let odds = 0
  for (const name in signs) odds += (signs[name] ?? 0) * (weights[name] ?? 0)
  return 1 / (1 + Math.exp(-odds))
}

export function confidenceSigns({ procedures, none, intents }: Scored): Signs {
  const [best, second] = procedures
  if (!best) return { bias: 1 }
  const odds = (share: number) => Math.log((share + 1e-4) / (1 - share + 1e-4))
  const most = (sign: string) => Math.max(...procedures.map(({ signs }) => signs[sign] ?? 0))
  const learned = Math.max(...procedures.map((one) => one.learned))
  const { lexical } = best
  return {
    bias: 1,
    odds: odds(best.likely),
    lead: Math.min(4, Math.log(best.likely / ((second?.likely ?? 0) + 1e-4))),
    words: (best.signs.share ?? 0) - most('share'),
    overlap: (best.signs.overlap ?? 0) - most('overlap'),
    signs: (best.signs.signs ?? 0) - most('signs'),
    sameLearned: best.learned === learned ? 1 : 0,
    learned: Math.max(-4, best.learned),
    unlearnt: best.signs.unlearnt ?? 0,
    covers: lexical.covers,
    whole: lexical.whole > 0 ? 1 : 0,
    named: lexical.named ? 1 : 0,
    misfit: Math.min(2, lexical.missing + lexical.unasked),
    foreign: Math.min(2, lexical.foreign),
    extra: Math.min(3, lexical.extra),
    none,
    intent: intents[0]?.likely ?? 0,
  }
}
